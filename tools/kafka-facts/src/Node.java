import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * What a node makes of its configuration between the parse and the first connection, without starting it: the
 * channels of its listeners ({@code SocketServer}), the one to the controllers ({@code KafkaRaftManager}), the one
 * between brokers ({@code TransactionMarkerChannelManager}), and the plug-ins that it loads by their names.
 */
final class Node {
    private Node() {}

    private static final String COMMON = "org.apache.kafka.common.";

    static void make(Object config, Set<?> roles) throws Exception {
        channels(config, roles);
        plugins(config, roles);
    }

    private static void channels(Object config, Set<?> roles) throws Exception {
        Object between = Kafka.call(config, "interBrokerListenerName");
        List<Object> made = new ArrayList<>();
        try {
            for (Object endpoint : Kafka.javaList(Kafka.call(config, "listeners"))) {
                Object name = listenerName(endpoint);
                made.add(server(config, name, between.equals(name), Kafka.call(endpoint, "securityProtocol")));
            }
            if (roles.isEmpty() || roles.contains("broker")) {
                made.add(client(config, between, Kafka.call(config, "interBrokerSecurityProtocol"),
                    Kafka.call(config, "saslMechanismInterBrokerProtocol")));
            }
            List<?> controllers = Kafka.javaList(Kafka.call(config, "controllerListenerNames"));
            if (!roles.isEmpty() && !controllers.isEmpty()) {
                Object name = listener(String.valueOf(controllers.get(0)));
                Map<?, ?> protocols = protocols(config);
                Object protocol = protocols.get(name);
                if (protocol != null) {
                    made.add(client(config, name, protocol, Kafka.call(config, "saslMechanismControllerProtocol")));
                }
            }
        } finally {
            for (Object builder : made) {
                ((AutoCloseable) builder).close();
            }
        }
    }

    private static Map<?, ?> protocols(Object config) throws Exception {
        for (String name : List.of("effectiveListenerSecurityProtocolMap", "listenerSecurityProtocolMap")) {
            try {
                return Kafka.javaMap(Kafka.call(config, name));
            } catch (NoSuchMethodException e) {
                // The other name is other versions'.
            }
        }
        throw new NoSuchMethodException("effectiveListenerSecurityProtocolMap");
    }

    private static Object listener(String name) throws Exception {
        return Class.forName(COMMON + "network.ListenerName").getConstructor(String.class).newInstance(name);
    }

    private static Object listenerName(Object endpoint) throws Exception {
        Object name;
        try {
            name = Kafka.call(endpoint, "listener");
        } catch (NoSuchMethodException e) {
            name = Kafka.call(endpoint, "listenerName");
        }
        if (name instanceof Optional) {
            name = ((Optional<?>) name).get();
        }
        return name instanceof String ? listener((String) name) : name;
    }

    /** Parameters are found by their types, which differ between versions. */
    private static Object server(Object config, Object name, boolean between, Object protocol) throws Exception {
        return build("serverChannelBuilder", config, name, protocol, between, null);
    }

    private static Object client(Object config, Object name, Object protocol, Object mechanism) throws Exception {
        return build("clientChannelBuilder", config, name, protocol, true, mechanism);
    }

    private static Object build(String method, Object config, Object name, Object protocol, boolean flag, Object mechanism) throws Exception {
        Method build = Arrays.stream(Class.forName(COMMON + "network.ChannelBuilders").getMethods())
            .filter(m -> m.getName().equals(method)).findFirst().orElseThrow();
        Object[] arguments = new Object[build.getParameterCount()];
        for (int i = 0; i < arguments.length; i++) {
            Class<?> type = build.getParameterTypes()[i];
            switch (type.getSimpleName()) {
                case "ListenerName" -> arguments[i] = name;
                case "boolean" -> arguments[i] = flag;
                case "SecurityProtocol" -> arguments[i] = protocol;
                case "AbstractConfig" -> arguments[i] = config;
                case "Type" -> arguments[i] = type.getField("SERVER").get(null);
                case "String" -> arguments[i] = mechanism;
                case "CredentialCache" -> arguments[i] = credentials(type);
                case "DelegationTokenCache" -> arguments[i] = type.getConstructor(java.util.Collection.class).newInstance(SCRAM);
                case "Time" -> arguments[i] = type.getField("SYSTEM").get(null);
                case "LogContext" -> arguments[i] = type.getConstructor().newInstance();
                case "Supplier" -> arguments[i] = (Supplier<Object>) () -> null;
                case "Function" -> arguments[i] = (Function<Object, Object>) x -> null;
                default -> throw new IllegalStateException(method + " takes " + type);
            }
        }
        return build.invoke(null, arguments);
    }

    private static final List<String> SCRAM = List.of("SCRAM-SHA-256", "SCRAM-SHA-512");

    /** {@code CredentialProvider}. */
    private static Object credentials(Class<?> type) throws Exception {
        Object cache = type.getConstructor().newInstance();
        Class<?> credential = Class.forName(COMMON + "security.scram.ScramCredential");
        for (String mechanism : SCRAM) {
            type.getMethod("createCache", String.class, Class.class).invoke(cache, mechanism, credential);
        }
        return cache;
    }

    /** Keys whose class is loaded when a node starts, with what it has to be; {@code controller} where only controllers do. */
    private static final List<String[]> PLUGINS = List.of(
        new String[] {"authorizer.class.name", "org.apache.kafka.server.authorizer.Authorizer", "any"},
        new String[] {"client.quota.callback.class", "org.apache.kafka.server.quota.ClientQuotaCallback", "any"},
        new String[] {"create.topic.policy.class.name", "org.apache.kafka.server.policy.CreateTopicPolicy", "controller"},
        new String[] {"alter.config.policy.class.name", "org.apache.kafka.server.policy.AlterConfigPolicy", "controller"},
        new String[] {"replica.selector.class", "org.apache.kafka.common.replica.ReplicaSelector", "broker"},
        new String[] {"metric.reporters", "org.apache.kafka.common.metrics.MetricsReporter", "list"},
        new String[] {"kafka.metrics.reporters", "kafka.metrics.KafkaMetricsReporter", "list"});

    private static void plugins(Object config, Set<?> roles) throws Exception {
        Map<?, ?> originals = (Map<?, ?>) Kafka.call(config, "originals");
        for (String[] plugin : PLUGINS) {
            boolean here = switch (plugin[2]) {
                case "controller" -> roles.isEmpty() || roles.contains("controller");
                case "broker" -> roles.isEmpty() || roles.contains("broker");
                default -> true;
            };
            Object text = originals.get(plugin[0]);
            if (!here || text == null) {
                continue;
            }
            List<String> names = plugin[2].equals("list") ? List.of(text.toString().split("\\s*,\\s*")) : List.of(text.toString().trim());
            for (String name : names) {
                if (!name.isEmpty()) {
                    Object made = instance(name, Class.forName(plugin[1]));
                    boolean authorizer = plugin[0].equals("authorizer.class.name") && Class.forName(plugin[1]).isInstance(made);
                    if (authorizer && !connects(made, roles, originals)) {
                        made.getClass().getMethod("configure", Map.class).invoke(made, originals);
                    }
                }
            }
        }
    }

    /** Whether an authorizer connects to ZooKeeper. */
    private static boolean connects(Object authorizer, Set<?> roles, Map<?, ?> originals) {
        return authorizer.getClass().getName().startsWith("kafka.")
            && (roles.isEmpty() || originals.containsKey("zookeeper.connect") || originals.containsKey("authorizer.zookeeper.url"));
    }

    private static Object instance(String name, Class<?> type) throws Exception {
        try {
            Constructor<?> constructor = Class.forName(name).getConstructor();
            Object made = constructor.newInstance();
            // AuthorizerUtils wraps those of the older kind, as long as there are any.
            boolean older = Arrays.stream(made.getClass().getInterfaces()).anyMatch(i -> i.getName().equals("kafka.security.auth.Authorizer"));
            if (!type.isInstance(made) && !older) {
                throw new ClassCastException(name + " is no " + type.getName());
            }
            return made;
        } catch (ClassNotFoundException | NoSuchMethodException | InstantiationException | ClassCastException e) {
            throw new InvocationTargetException(e);
        }
    }
}
