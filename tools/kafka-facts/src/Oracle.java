import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Whether Kafka takes a whole configuration: the classes that a node, a client, a worker or a tool makes of it when
 * it starts are made of it, and nothing is started. Reads lines {@code ID component text} with tabs between them,
 * writes {@code ID accepted|refused|absent message}. What an application passes in code is added where the text
 * leaves it out; bounds that a topic or a group gets from its brokers are as wide as Kafka allows.
 */
final class Oracle {
    private Oracle() {}

    private interface Attempt {
        void make(Properties properties) throws Exception;
    }

    private static final String CLIENTS = "org.apache.kafka.clients.";
    private static final String CONNECT = "org.apache.kafka.connect.runtime.";
    private static final String MIRROR = "org.apache.kafka.connect.mirror.";
    private static final String STRING = "org.apache.kafka.common.serialization.String";

    private static final Map<String, Attempt> COMPONENTS = new TreeMap<>(Map.ofEntries(
        Map.entry("broker", Oracle::broker),
        Map.entry("topic", properties -> resource("TOPIC", properties)),
        Map.entry("group", properties -> resource("GROUP", properties)),
        Map.entry("client-metrics", properties -> resource("CLIENT_METRICS", properties)),
        Map.entry("producer", properties -> client(CLIENTS + "producer.KafkaProducer", properties)),
        Map.entry("consumer", properties -> client(CLIENTS + "consumer.KafkaConsumer", properties)),
        Map.entry("share-consumer", properties -> client(CLIENTS + "consumer.KafkaShareConsumer", properties)),
        Map.entry("admin", Oracle::admin),
        Map.entry("streams", Oracle::streams),
        Map.entry("connect-distributed", properties -> worker("distributed.DistributedConfig", properties)),
        Map.entry("connect-standalone", properties -> worker("standalone.StandaloneConfig", properties)),
        Map.entry("source-connector", Oracle::sourceConnector),
        Map.entry("sink-connector", Oracle::sinkConnector),
        Map.entry("mirror-maker", Oracle::mirrorMaker),
        Map.entry("quota", Oracle::quota)));

    /** Of each component one text that every version takes and one that none takes. */
    private static final List<String[]> SENTINELS = List.of(
        new String[] {"broker", baseBroker(), "num.io.threads=0"},
        new String[] {"topic", "cleanup.policy=compact", "min.compaction.lag.ms=2\nmax.compaction.lag.ms=1"},
        new String[] {"group", "consumer.session.timeout.ms=45000", "consumer.session.timeout.ms=x"},
        new String[] {"client-metrics", "interval.ms=1000", "interval.ms=1"},
        new String[] {"producer", "acks=all", "enable.idempotence=true\nacks=1"},
        new String[] {"consumer", "group.id=a", "group.id=a\nheartbeat.interval.ms=50000\nsession.timeout.ms=50000"},
        new String[] {"share-consumer", "group.id=a", "group.id=a\nrequest.timeout.ms=x"},
        new String[] {"admin", "request.timeout.ms=30000", "default.api.timeout.ms=1\nrequest.timeout.ms=30000"},
        new String[] {"streams", "num.stream.threads=1", "processing.guarantee=zzz"},
        new String[] {"connect-distributed", baseWorker("distributed"), "offset.flush.interval.ms=x"},
        new String[] {"connect-standalone", baseWorker("standalone"), "offset.flush.interval.ms=x"},
        new String[] {"source-connector", "name=a\nconnector.class=x.Y", "name=a\nconnector.class=x.Y\ntransforms=a,a"},
        new String[] {"sink-connector", "name=a\nconnector.class=x.Y\ntopics=t", "name=a\nconnector.class=x.Y"},
        new String[] {"mirror-maker", baseMirrorMaker(), baseMirrorMaker() + "a->b.tasks.max=x"},
        new String[] {"quota", "producer_byte_rate=1024", "no.such.quota=1"});

    private static String baseBroker() {
        return "process.roles=broker,controller\nnode.id=1\ncontroller.quorum.voters=1@127.0.0.1:9093\n"
            + "controller.listener.names=CONTROLLER\nlisteners=PLAINTEXT://127.0.0.1:9092,CONTROLLER://127.0.0.1:9093\n"
            + "advertised.listeners=PLAINTEXT://127.0.0.1:9092\n"
            + "listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT\n";
    }

    private static String baseMirrorMaker() {
        return "clusters=a,b\na.bootstrap.servers=127.0.0.1:1\nb.bootstrap.servers=127.0.0.1:2\na->b.enabled=true\n";
    }

    private static String baseWorker(String kind) {
        return "bootstrap.servers=127.0.0.1:1\nkey.converter=org.apache.kafka.connect.storage.StringConverter\n"
            + "value.converter=org.apache.kafka.connect.storage.StringConverter\n"
            + (kind.equals("distributed")
                ? "group.id=a\nconfig.storage.topic=c\noffset.storage.topic=o\nstatus.storage.topic=s\n"
                : "offset.storage.file.filename=f\n");
    }

    static void run(InputStream in, PrintStream out) throws Exception {
        out.println("# kafka " + Kafka.version());
        List<String> here = here();
        for (String[] sentinel : SENTINELS) {
            if (!here.contains(sentinel[0])) {
                continue;
            }
            String accepted = judge(sentinel[0], sentinel[1]);
            String refused = judge(sentinel[0], sentinel[0].startsWith("broker") || sentinel[0].startsWith("connect")
                ? sentinel[1] + sentinel[2] : sentinel[2]);
            if (!accepted.startsWith("accepted") || !refused.startsWith("refused")) {
                System.err.println("the oracle is not sound: " + sentinel[0] + ": " + accepted + " / " + refused);
                Runtime.getRuntime().halt(1);
            }
        }
        ExecutorService pool = Executors.newFixedThreadPool(Math.max(2, Runtime.getRuntime().availableProcessors()), task -> {
            Thread thread = new Thread(task);
            thread.setDaemon(true);
            return thread;
        });
        List<Future<String>> answers = new ArrayList<>();
        List<String> questions = new ArrayList<>();
        BufferedReader reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
        for (String line = reader.readLine(); line != null; line = reader.readLine()) {
            questions.add(line);
            String[] columns = line.split("\t", 3);
            answers.add(pool.submit(() -> columns[0] + "\t"
                + (here.contains(columns[1]) ? judge(columns[1], unescape(columns[2])) : "absent\t")));
        }
        for (Future<String> answer : answers) {
            try {
                out.println(answer.get(60, TimeUnit.SECONDS));
            } catch (TimeoutException e) {
                // A component that takes so long waits for something that no configuration says.
                throw new IllegalStateException("no answer to " + questions.get(answers.indexOf(answer)), e);
            }
        }
    }

    /**
     * Of MirrorMaker its file as a whole; its connectors are parts of it. The controller of 2.8, a preview, looks at
     * no quota.
     */
    private static List<String> here() throws Exception {
        List<String> here = new ArrayList<>(Components.here());
        here.retainAll(COMPONENTS.keySet());
        if (Kafka.version().startsWith("2.")) {
            here.remove("quota");
        }
        return here;
    }

    private static String judge(String component, String text) throws Exception {
        Properties properties = new Properties();
        properties.load(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
        try {
            COMPONENTS.get(component).make(properties);
            return "accepted\t";
        } catch (InvocationTargetException e) {
            Throwable cause = e;
            while (cause.getCause() != null && cause.getCause() != cause) {
                cause = cause.getCause();
            }
            if (cause instanceof LinkageError) {
                throw e;
            }
            return "refused\t" + Definitions.escape(cause.getClass().getSimpleName() + ": " + cause.getMessage());
        }
    }

    static String unescape(String text) {
        StringBuilder plain = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c != '\\') {
                plain.append(c);
                continue;
            }
            char escaped = text.charAt(++i);
            plain.append(escaped == 't' ? '\t' : escaped == 'n' ? '\n' : escaped == 'r' ? '\r' : escaped);
        }
        return plain.toString();
    }

    /** {@code Kafka.main} up to the start, and of it what {@code LogManager} and {@code KafkaRaftServer} make of the values. */
    private static void broker(Properties properties) throws Exception {
        Object config = brokerConfig(properties);
        List<?> roles = list(config, "process.roles");
        if (roles.isEmpty() || roles.contains("broker")) {
            Object values = logDefaults(config);
            Class<?> logConfig = logConfig();
            Object target = logConfig.getName().startsWith("kafka.") ? Kafka.scalaObject("kafka.log.LogConfig") : null;
            Class<?> owner = target == null ? logConfig : target.getClass();
            Method tiered = method(owner, "validateBrokerLogConfigValues");
            if (tiered != null) {
                Boolean on = Boolean.valueOf(String.valueOf(config.getClass().getMethod("get", String.class).invoke(config, "remote.log.storage.system.enable")));
                tiered.invoke(target, values, on);
            } else {
                method(owner, "validateValues").invoke(target, values);
            }
            if (target == null) {
                logConfig.getConstructor(Map.class).newInstance(values);
            } else {
                Object none = owner.getMethod("apply$default$2").invoke(target);
                Arrays.stream(owner.getMethods()).filter(m -> m.getName().equals("apply") && m.getParameterCount() == 2
                    && m.getParameterTypes()[0] == Map.class).findFirst().orElseThrow().invoke(target, values, none);
            }
        }
        if (!roles.isEmpty()) {
            Class<?> quorum = Kafka.firstClass("org.apache.kafka.raft.QuorumConfig", "org.apache.kafka.raft.RaftConfig");
            quorum.getMethod("parseVoterConnections", List.class).invoke(null, list(config, "controller.quorum.voters"));
        }
        Node.make(config, new HashSet<>(roles));
    }

    private static List<?> list(Object config, String key) throws Exception {
        return (List<?>) config.getClass().getMethod("getList", String.class).invoke(config, key);
    }

    private static Object brokerConfig(Properties properties) throws Exception {
        Object companion = Kafka.scalaObject("kafka.server.KafkaConfig");
        return companion.getClass().getMethod("fromProps", Properties.class).invoke(companion, properties);
    }

    private static Class<?> logConfig() throws Exception {
        return Kafka.firstClass("org.apache.kafka.storage.internals.log.LogConfig", "kafka.log.LogConfig");
    }

    /** What a topic that sets nothing gets from its broker. */
    private static Object logDefaults(Object config) throws Exception {
        Method own = method(config.getClass(), "extractLogConfigMap");
        if (own != null) {
            return own.invoke(config);
        }
        Object companion = Kafka.scalaObject("kafka.log.LogConfig");
        return method(companion.getClass(), "extractLogConfigMap").invoke(companion, config);
    }

    private static Method method(Class<?> c, String name) {
        return Arrays.stream(c.getMethods()).filter(m -> m.getName().equals(name)).findFirst().orElse(null);
    }

    /** What a controller makes of the values of a topic, a group or a subscription. */
    private static void resource(String type, Properties properties) throws Exception {
        Class<?> validator;
        try {
            validator = Class.forName("kafka.server.ControllerConfigurationValidator");
        } catch (ClassNotFoundException e) {
            // Before 3.3 a broker does it.
            Object companion = Kafka.scalaObject("kafka.log.LogConfig");
            companion.getClass().getMethod("validate", Properties.class).invoke(companion, properties);
            return;
        }
        Constructor<?> constructor = validator.getConstructors()[0];
        Object target = constructor.getParameterCount() == 0 ? constructor.newInstance() : constructor.newInstance(wideBroker());
        Class<?> resource = Class.forName("org.apache.kafka.common.config.ConfigResource");
        Class<?> types = Class.forName("org.apache.kafka.common.config.ConfigResource$Type");
        Object named = resource.getConstructor(types, String.class)
            .newInstance(types.getMethod("valueOf", String.class).invoke(null, type), "a");
        Method validate = Arrays.stream(validator.getMethods())
            .filter(m -> m.getName().equals("validate") && m.getParameterCount() > 1).findFirst().orElseThrow();
        Map<String, String> values = strings(properties);
        if (validate.getParameterCount() == 2) {
            validate.invoke(target, named, values);
        } else {
            validate.invoke(target, named, values, Map.of());
        }
    }

    private static Object wide;

    /** A broker that offers what topics and groups can ask for, with bounds as wide as Kafka allows. */
    private static synchronized Object wideBroker() throws Exception {
        if (wide == null) {
            Properties properties = new Properties();
            properties.load(new ByteArrayInputStream(baseBroker().getBytes(StandardCharsets.UTF_8)));
            Map<String, Object> keys = Components.keys("broker");
            if (keys.containsKey("remote.log.storage.system.enable")) {
                properties.setProperty("remote.log.storage.system.enable", "true");
            }
            for (String key : keys.keySet()) {
                if (!key.startsWith("group.consumer.") && !key.startsWith("group.share.") && !key.startsWith("group.streams.")) {
                    continue;
                }
                boolean least = key.contains(".min.");
                if (!least && !key.contains(".max.") || key.endsWith(".max.size") || key.endsWith(".max.groups")) {
                    continue;
                }
                String bound = edge(keys.get(key), least);
                if (bound != null) {
                    properties.setProperty(key, bound);
                }
            }
            wide = brokerConfig(properties);
        }
        return wide;
    }

    /** The least or the most that a key's validator takes. */
    private static String edge(Object row, boolean least) throws Exception {
        for (String part : Validators.describe(Kafka.field(row, "validator")).split(";")) {
            if (part.startsWith("range:")) {
                String[] bounds = part.substring(6).split(":", -1);
                String bound = bounds[least ? 0 : 1];
                return bound.isEmpty() ? least ? null : String.valueOf(Integer.MAX_VALUE) : bound;
            }
        }
        return null;
    }

    private static Map<String, String> strings(Properties properties) {
        Map<String, String> strings = new TreeMap<>();
        properties.stringPropertyNames().forEach(name -> strings.put(name, properties.getProperty(name)));
        return strings;
    }

    private static void client(String name, Properties properties) throws Exception {
        for (String key : List.of("key", "value")) {
            String what = name.endsWith("Producer") ? "Serializer" : "Deserializer";
            properties.putIfAbsent(key + "." + what.toLowerCase(), STRING + what);
        }
        properties.putIfAbsent("bootstrap.servers", "127.0.0.1:1");
        close(Class.forName(name).getConstructor(Properties.class).newInstance(properties));
    }

    private static void admin(Properties properties) throws Exception {
        if (!properties.containsKey("bootstrap.controllers")) {
            properties.putIfAbsent("bootstrap.servers", "127.0.0.1:1");
        }
        close(Class.forName(CLIENTS + "admin.AdminClient").getMethod("create", Properties.class).invoke(null, properties));
    }

    private static void streams(Properties properties) throws Exception {
        properties.putIfAbsent("bootstrap.servers", "127.0.0.1:1");
        properties.putIfAbsent("application.id", "a");
        Class<?> type = Class.forName("org.apache.kafka.streams.Topology");
        Object topology = type.getConstructor().newInstance();
        type.getMethod("addSource", String.class, String[].class).invoke(topology, "in", new String[] {"a"});
        type.getMethod("addSink", String.class, String.class, String[].class).invoke(topology, "out", "b", new String[] {"in"});
        close(Class.forName("org.apache.kafka.streams.KafkaStreams").getConstructor(type, Properties.class).newInstance(topology, properties));
    }

    private static final ExecutorService CLOSER = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task);
        thread.setDaemon(true);
        return thread;
    });

    /** Closing may wait for threads, and says nothing. */
    private static void close(Object client) {
        CLOSER.submit(() -> {
            try {
                Method close = client.getClass().getMethod("close", Duration.class);
                close.setAccessible(true);
                close.invoke(client, Duration.ZERO);
            } catch (Throwable e) {
                // It was made, which was the question.
            }
        });
    }

    private static void worker(String name, Properties properties) throws Exception {
        Map<String, String> values = strings(properties);
        // In older versions the worker's configuration has it all.
        Object server = Class.forName(CONNECT + name).getConstructor(Map.class).newInstance(values);
        try {
            Class<?> rest = Class.forName(CONNECT + "rest.RestServerConfig");
            server = rest.getMethod("forPublic", Integer.class, Map.class).invoke(null, null, values);
        } catch (ClassNotFoundException e) {
            // There is none of its own.
        }
        // What a listener with TLS is made of.
        for (String listeners : List.of("listeners", "admin.listeners")) {
            if (properties.getProperty(listeners, "").toLowerCase().contains("https://")) {
                server.getClass().getMethod("valuesWithPrefixAllOrNothing", String.class).invoke(server, listeners + ".https.");
            }
        }
    }

    private static Object plugins;

    private static synchronized Object plugins() throws Exception {
        if (plugins == null) {
            plugins = Class.forName(CONNECT + "isolation.Plugins").getConstructor(Map.class)
                .newInstance(Map.of("plugin.discovery", "service_load"));
        }
        return plugins;
    }

    private static void sourceConnector(Properties properties) throws Exception {
        Object plugins = plugins();
        connector("SourceConnectorConfig", 3).newInstance(plugins, strings(properties), true);
    }

    private static void sinkConnector(Properties properties) throws Exception {
        Object plugins = plugins();
        connector("SinkConnectorConfig", 2).newInstance(plugins, strings(properties));
        Class.forName(CONNECT + "SinkConnectorConfig").getMethod("validate", Map.class).invoke(null, strings(properties));
    }

    /** What {@code MirrorMaker} makes of its file for itself, and for each flow for a worker and its connectors. */
    private static void mirrorMaker(Properties properties) throws Exception {
        Map<String, String> values = strings(properties);
        // Whether the class path is searched says nothing of the values.
        values.putIfAbsent("plugin.discovery", "service_load");
        Class<?> type = Class.forName(MIRROR + "MirrorMakerConfig");
        Object config = type.getConstructor(Map.class).newInstance(values);
        for (Object flow : (List<?>) Kafka.call(config, "clusterPairs")) {
            Object worker = open(type.getMethod("workerConfig", flow.getClass())).invoke(config, flow);
            Class.forName(CONNECT + "distributed.DistributedConfig").getConstructor(Map.class).newInstance(worker);
            for (String name : List.of("MirrorSource", "MirrorCheckpoint", "MirrorHeartbeat")) {
                Object base = open(type.getMethod("connectorBaseConfig", flow.getClass(), Class.class))
                    .invoke(config, flow, Class.forName(MIRROR + name + "Connector"));
                Class<?> own;
                try {
                    own = Class.forName(MIRROR + name + "Config");
                } catch (ClassNotFoundException e) {
                    // Before 3.4 the three shared one.
                    own = Class.forName(MIRROR + "MirrorConnectorConfig");
                }
                Constructor<?> constructor = own.getDeclaredConstructor(Map.class);
                constructor.setAccessible(true);
                constructor.newInstance(base);
            }
        }
    }

    private static Method open(Method method) {
        method.setAccessible(true);
        return method;
    }

    /**
     * What a controller makes of quotas: numbers are what the tool reads as such, a rate of connections is an
     * address's, and everything else a user's.
     */
    private static void quota(Properties properties) throws Exception {
        Object manager = quotas();
        String common = "org.apache.kafka.common.quota.ClientQuota";
        Class<?> entity = Class.forName(common + "Entity");
        Class<?> alteration = Class.forName(common + "Alteration");
        Class<?> op = Class.forName(common + "Alteration$Op");
        for (Map.Entry<String, String> line : strings(properties).entrySet()) {
            Double number;
            try {
                number = Double.valueOf(line.getValue());
            } catch (NumberFormatException e) {
                throw new InvocationTargetException(
                    new IllegalArgumentException("Cannot parse quota configuration value for " + line.getKey() + ": " + line.getValue()));
            }
            Object whose = entity.getConstructor(Map.class)
                .newInstance(Map.of(line.getKey().equals("connection_creation_rate") ? "ip" : "user",
                    line.getKey().equals("connection_creation_rate") ? "127.0.0.1" : "a"));
            Object change = op.getConstructor(String.class, Double.class).newInstance(line.getKey(), number);
            Object result = open(Arrays.stream(manager.getClass().getDeclaredMethods())
                .filter(m -> m.getName().equals("alterClientQuotas")).findFirst().orElseThrow())
                .invoke(manager, List.of(alteration.getConstructor(entity, java.util.Collection.class).newInstance(whose, List.of(change))));
            Object error = ((Map<?, ?>) Kafka.call(result, "response")).get(whose);
            if (!Kafka.call(error, "error").toString().equals("NONE")) {
                throw new InvocationTargetException(new IllegalArgumentException(String.valueOf(Kafka.call(error, "message"))));
            }
        }
    }

    /** The controller's part that keeps quotas; the pools of the oracle take turns. */
    private static Object quotas() throws Exception {
        Class<?> type = Class.forName("org.apache.kafka.controller.ClientQuotaControlManager");
        Class<?> registry = Class.forName("org.apache.kafka.timeline.SnapshotRegistry");
        Class<?> context = Kafka.firstClass("org.apache.kafka.common.utils.LogContext", "org.apache.kafka.common.utils.internals.LogContext");
        Object snapshots = registry.getConstructor(context).newInstance(context.getConstructor().newInstance());
        for (Constructor<?> constructor : type.getDeclaredConstructors()) {
            constructor.setAccessible(true);
            if (Arrays.equals(constructor.getParameterTypes(), new Class<?>[] {registry})) {
                return constructor.newInstance(snapshots);
            }
        }
        Constructor<?> constructor = Class.forName(type.getName() + "$Builder").getDeclaredConstructor();
        constructor.setAccessible(true);
        return Kafka.openCall(Kafka.openCall(constructor.newInstance(), "setSnapshotRegistry", snapshots), "build");
    }

    private static Constructor<?> connector(String name, int parameters) throws Exception {
        return Arrays.stream(Class.forName(CONNECT + name).getConstructors())
            .filter(c -> c.getParameterCount() == parameters && Modifier.isPublic(c.getModifiers())).findFirst().orElseThrow();
    }
}
