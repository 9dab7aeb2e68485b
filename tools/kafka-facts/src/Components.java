import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The components of Kafka and where each version has their definitions. */
final class Components {
    private Components() {}

    /**
     * A component, what has to be there for it to exist in this Kafka, and its definition. Where it exists, a
     * definition that is not found is an error of this program and never a component less.
     */
    private record Source(String component, Presence presence, Where where) {}

    private interface Presence {
        boolean isThere() throws Exception;
    }

    private interface Where {
        Map<String, Object> keys() throws Exception;
    }

    private static final String CLIENTS = "org.apache.kafka.clients.";
    private static final String CONNECT = "org.apache.kafka.connect.runtime.";
    private static final String MIRROR = "org.apache.kafka.connect.mirror.";
    private static final String REMOTE_LOG_METADATA =
        "org.apache.kafka.server.log.remote.metadata.storage.TopicBasedRemoteLogMetadataManagerConfig";

    private static final List<Source> SOURCES = List.of(
        new Source("broker", () -> true, () -> keys(broker())),
        new Source("topic", () -> true, () -> keys(topic())),
        new Source("group", () -> hasResource("GROUP"),
            () -> keys(declared("org.apache.kafka.coordinator.group.GroupConfig", "CONFIG", "CONFIG_DEF"))),
        new Source("client-metrics", () -> hasResource("CLIENT_METRICS"),
            () -> keys(declared("org.apache.kafka.server.metrics.ClientMetricsConfigs", "CONFIG", "CONFIG_DEF"))),
        new Source("quota", () -> true, Components::quota),
        new Source("remote-log-metadata", () -> exists(REMOTE_LOG_METADATA), () -> keys(declared(REMOTE_LOG_METADATA, "CONFIG"))),
        new Source("producer", () -> true, () -> keys(declared(CLIENTS + "producer.ProducerConfig", "CONFIG"))),
        new Source("consumer", () -> true, () -> keys(declared(CLIENTS + "consumer.ConsumerConfig", "CONFIG"))),
        // It has no definition of its own: its configuration is a consumer's that refuses some keys when they are set.
        new Source("share-consumer", () -> exists(CLIENTS + "consumer.KafkaShareConsumer"),
            () -> keys(declared(CLIENTS + "consumer.ConsumerConfig", "CONFIG"))),
        new Source("admin", () -> true, () -> keys(declared(CLIENTS + "admin.AdminClientConfig", "CONFIG"))),
        new Source("streams", () -> exists("org.apache.kafka.streams.KafkaStreams"),
            () -> keys(declared("org.apache.kafka.streams.StreamsConfig", "CONFIG"))),
        new Source("connect-distributed", () -> exists(CONNECT + "Worker"), () -> worker("distributed.DistributedConfig")),
        new Source("connect-standalone", () -> exists(CONNECT + "Worker"), () -> worker("standalone.StandaloneConfig")),
        new Source("source-connector", () -> exists(CONNECT + "Worker"), () -> keys(connector("SourceConnectorConfig"))),
        new Source("sink-connector", () -> exists(CONNECT + "Worker"), () -> keys(connector("SinkConnectorConfig"))),
        new Source("mirror-maker", () -> exists(MIRROR + "MirrorMaker"), () -> keys(mirrorMaker())),
        new Source("mirror-source", () -> exists(MIRROR + "MirrorMaker"), () -> keys(mirrorConnector("MirrorSourceConfig"))),
        new Source("mirror-checkpoint", () -> exists(MIRROR + "MirrorMaker"), () -> keys(mirrorConnector("MirrorCheckpointConfig"))),
        new Source("mirror-heartbeat", () -> exists(MIRROR + "MirrorMaker"), () -> keys(mirrorConnector("MirrorHeartbeatConfig"))));

    /** The names of all, whether this Kafka has them or not. */
    static List<String> names() {
        return SOURCES.stream().map(Source::component).toList();
    }

    /** The names of those that this Kafka has and that its artifacts at hand define. */
    static List<String> here() throws Exception {
        List<String> names = new java.util.ArrayList<>();
        for (Source source : SOURCES) {
            if (source.presence().isThere()) {
                names.add(source.component());
            }
        }
        return names;
    }

    /** The keys of a component with their rows, in the order of the names. */
    static Map<String, Object> keys(String component) throws Exception {
        for (Source source : SOURCES) {
            if (source.component().equals(component)) {
                return source.where().keys();
            }
        }
        throw new IllegalArgumentException(component);
    }

    private static Map<String, Object> keys(Object def) throws Exception {
        Map<String, Object> keys = new TreeMap<>();
        for (Map.Entry<?, ?> entry : ((Map<?, ?>) def.getClass().getMethod("configKeys").invoke(def)).entrySet()) {
            keys.put((String) entry.getKey(), entry.getValue());
        }
        return keys;
    }

    private static boolean exists(String name) {
        try {
            Class.forName(name, false, Components.class.getClassLoader());
            return true;
        } catch (ClassNotFoundException e) {
            return false;
        }
    }

    private static boolean hasResource(String type) throws Exception {
        Object[] types = Class.forName("org.apache.kafka.common.config.ConfigResource$Type").getEnumConstants();
        return java.util.Arrays.stream(types).anyMatch(t -> t.toString().equals(type));
    }

    /** The static field of a class, under the first of its names over the versions that is there. */
    private static Object declared(String className, String... fields) throws Exception {
        Class<?> c = Class.forName(className);
        for (String field : fields) {
            try {
                return Kafka.staticField(c, field);
            } catch (NoSuchFieldException e) {
                // The next name is the other versions'.
            }
        }
        throw new NoSuchFieldException(String.join(", ", fields) + " in " + className);
    }

    private static Object broker() throws Exception {
        Object companion = Kafka.scalaObject("kafka.server.KafkaConfig");
        try {
            return Kafka.configDef(companion.getClass(), companion);
        } catch (NoSuchFieldException e) {
            // From 3.7 on the definition lives on the Java side.
            return declared("org.apache.kafka.server.config.AbstractKafkaConfig", "CONFIG_DEF");
        }
    }

    private static Object topic() throws Exception {
        try {
            Class<?> config = Class.forName("org.apache.kafka.storage.internals.log.LogConfig");
            try {
                // A second definition beside it holds the brokers' keys.
                return Kafka.staticField(config, "CONFIG");
            } catch (NoSuchFieldException e) {
                return Kafka.configDef(config, null);
            }
        } catch (ClassNotFoundException e) {
            Object companion = Kafka.scalaObject("kafka.log.LogConfig");
            return Kafka.configDef(companion.getClass(), companion);
        }
    }

    /** What users, clients and addresses can be given. The mechanisms of SCRAM are credentials and no quotas. */
    private static Map<String, Object> quota() throws Exception {
        Class<?> quotas = Kafka.firstClass("org.apache.kafka.server.config.QuotaConfig",
            "org.apache.kafka.server.config.QuotaConfigs", "org.apache.kafka.common.config.internals.QuotaConfigs");
        Object clients;
        try {
            clients = quotas.getMethod("userAndClientQuotaConfigs").invoke(null);
        } catch (NoSuchMethodException e) {
            clients = quotas.getMethod("clientConfigs").invoke(null);
        }
        Map<String, Object> keys = keys(clients);
        keys.putAll(keys(quotas.getMethod("ipConfigs").invoke(null)));
        return keys;
    }

    /** A worker's definition is made for each object in newer versions: of an object with as little as it takes. */
    private static Map<String, Object> worker(String name) throws Exception {
        Map<String, String> properties = new TreeMap<>(Map.of(
            "bootstrap.servers", "127.0.0.1:1",
            "group.id", "x",
            "config.storage.topic", "c",
            "offset.storage.topic", "o",
            "status.storage.topic", "s",
            "offset.storage.file.filename", "f",
            "key.converter", "org.apache.kafka.connect.storage.StringConverter",
            "value.converter", "org.apache.kafka.connect.storage.StringConverter"));
        Class<?> config = Class.forName(CONNECT + name);
        Object worker = config.getConstructor(Map.class).newInstance(properties);
        Map<String, Object> keys = keys(Kafka.field(worker, "definition"));
        // The REST server's own configuration, where it is a class of its own, reads the same file.
        if (exists(CONNECT + "rest.RestServerConfig")) {
            Class<?> rest = Class.forName(CONNECT + "rest.RestServerConfig");
            Object server = rest.getMethod("forPublic", Integer.class, Map.class).invoke(null, null, properties);
            keys(Kafka.field(server, "definition")).forEach(keys::putIfAbsent);
        }
        return keys;
    }

    private static Object connector(String name) throws Exception {
        return Class.forName(CONNECT + name).getMethod("configDef").invoke(null);
    }

    private static Object mirrorMaker() throws Exception {
        Class<?> config = Class.forName(MIRROR + "MirrorMakerConfig");
        try {
            return Kafka.configDef(config, null);
        } catch (NoSuchFieldException e) {
            java.lang.reflect.Method method = config.getDeclaredMethod("config");
            method.setAccessible(true);
            return method.invoke(null);
        }
    }

    /** Before 3.4 the three connectors shared one definition. */
    private static Object mirrorConnector(String name) throws Exception {
        return declared(MIRROR + (exists(MIRROR + name) ? name : "MirrorConnectorConfig"), "CONNECTOR_CONFIG_DEF");
    }
}
