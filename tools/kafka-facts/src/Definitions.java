import java.io.PrintStream;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;

/** Every key of every component, as the ConfigDefs of this version have it. No text of the documentation is kept. */
final class Definitions {
    private Definitions() {}

    static void print(PrintStream out) throws Exception {
        out.println("# kafka " + Kafka.version());
        Map<String, String> modes = updateModes();
        Map<String, String> synonyms = synonyms();
        for (String component : Components.here()) {
            Set<String> retired = retired(component);
            for (Map.Entry<String, Object> entry : Components.keys(component).entrySet()) {
                String key = entry.getKey();
                Object row = entry.getValue();
                String mode = component.equals("broker") ? modes.getOrDefault(key, "read-only") : "-";
                String synonym = component.equals("topic") ? synonyms.getOrDefault(key, "-") : "-";
                out.println(String.join("\t",
                    component, key, type(row), escape(defaultValue(row)),
                    Validators.describe(Kafka.field(row, "validator")),
                    Kafka.field(row, "importance").toString().toLowerCase(), mode, flags(row, retired.contains(key)), synonym));
            }
        }
    }

    private static String type(Object row) throws Exception {
        return Kafka.field(row, "type").toString().toLowerCase();
    }

    /** {@code required}, {@code null}, or {@code =} and Kafka's own text for the value. */
    static String defaultValue(Object row) throws Exception {
        Object value = Kafka.field(row, "defaultValue");
        Class<?> def = Class.forName("org.apache.kafka.common.config.ConfigDef");
        if (value == def.getField("NO_DEFAULT_VALUE").get(null)) {
            return "required";
        }
        if (value == null) {
            return "null";
        }
        Method convert = def.getMethod("convertToString", Object.class, Class.forName("org.apache.kafka.common.config.ConfigDef$Type"));
        Object type = Kafka.field(row, "type");
        if (type.toString().equals("PASSWORD")) {
            // A password's text is hidden in Kafka's own rendering.
            return "=" + value.getClass().getMethod("value").invoke(value);
        }
        if (value instanceof List<?> list && list.stream().anyMatch(Class.class::isInstance)) {
            // Kafka's own rendering puts the word "class" before each, which it would not read back.
            return "=" + list.stream().map(item -> item instanceof Class<?> c ? c.getName() : String.valueOf(item))
                .collect(java.util.stream.Collectors.joining(","));
        }
        return "=" + convert.invoke(null, value, type);
    }

    static String escape(String text) {
        return text.replace("\\", "\\\\").replace("\t", "\\t").replace("\n", "\\n").replace("\r", "\\r");
    }

    /** Kafka has no field for it: the documentation says so in words, most often as the first one. */
    private static final Pattern DEPRECATED = Pattern.compile(
        "(?:^|[.] )\\W*deprecated\\W*[.;:]|^\\W*deprecated|\\bthis (?:config(?:uration)?|property|option|setting|parameter)?\\s*(?:is|has been|was) (?:now )?deprecated"
            + "|^[^.]*\\b(?:is|has been) deprecated|config(?:uration)? (?:is|has been) deprecated",
        Pattern.CASE_INSENSITIVE);

    /** The classes whose public constants name the keys of a component, where those carry annotations. */
    private static final Map<String, List<String>> CONSTANTS = Map.of(
        "producer", List.of("org.apache.kafka.clients.producer.ProducerConfig"),
        "consumer", List.of("org.apache.kafka.clients.consumer.ConsumerConfig"),
        "share-consumer", List.of("org.apache.kafka.clients.consumer.ConsumerConfig"),
        "admin", List.of("org.apache.kafka.clients.admin.AdminClientConfig"),
        "topic", List.of("org.apache.kafka.common.config.TopicConfig"),
        "streams", List.of("org.apache.kafka.streams.StreamsConfig"),
        "connect-distributed", List.of("org.apache.kafka.connect.runtime.distributed.DistributedConfig"),
        "connect-standalone", List.of("org.apache.kafka.connect.runtime.standalone.StandaloneConfig"));

    /** Keys all of whose constants are {@code @Deprecated}: the documentation's words do not always say so. */
    private static Set<String> retired(String component) throws Exception {
        // A constant may hold null.
        Set<String> retired = new HashSet<>();
        Set<String> current = new HashSet<>();
        for (String name : CONSTANTS.getOrDefault(component, List.of())) {
            for (Field field : Class.forName(name).getFields()) {
                if (field.getType() == String.class && Modifier.isStatic(field.getModifiers())) {
                    field.setAccessible(true);
                    (field.isAnnotationPresent(Deprecated.class) ? retired : current).add((String) field.get(null));
                }
            }
        }
        retired.removeAll(current);
        return retired;
    }

    private static String flags(Object row, boolean retired) throws Exception {
        List<String> flags = new ArrayList<>();
        if (Boolean.TRUE.equals(Kafka.field(row, "internalConfig"))) {
            flags.add("internal");
        }
        String documentation = (String) Kafka.field(row, "documentation");
        if (retired || documentation != null && DEPRECATED.matcher(documentation.replaceAll("<[^>]*>", " ").replaceAll("\\s+", " ").trim()).find()) {
            flags.add("deprecated");
        }
        return flags.isEmpty() ? "-" : String.join(",", flags);
    }

    private static Map<String, String> updateModes() throws Exception {
        Object modes;
        try {
            Object companion = Kafka.scalaObject("kafka.server.DynamicBrokerConfig");
            modes = companion.getClass().getMethod("dynamicConfigUpdateModes").invoke(companion);
        } catch (ClassNotFoundException | NoSuchMethodException e) {
            Class<?> config = Kafka.firstClass("org.apache.kafka.server.config.DynamicBrokerConfig", "org.apache.kafka.server.config.DynamicConfig");
            modes = config.getMethod("dynamicConfigUpdateModes").invoke(null);
        }
        Map<String, String> result = new TreeMap<>();
        Kafka.javaMap(modes).forEach((key, mode) -> result.put(key, mode.toString()));
        return result;
    }

    /** For each topic key the broker keys that stand in for it, in Kafka's order, with the factor to the topic's unit. */
    private static Map<String, String> synonyms() throws Exception {
        Object all;
        try {
            Class<?> synonyms = Kafka.firstClass("org.apache.kafka.server.config.ServerTopicConfigSynonyms");
            all = synonyms.getField("ALL_TOPIC_CONFIG_SYNONYMS").get(null);
        } catch (ClassNotFoundException e) {
            Object companion = Kafka.scalaObject("kafka.log.LogConfig");
            try {
                all = Kafka.call(companion, "AllTopicConfigSynonyms");
            } catch (NoSuchMethodException older) {
                all = Kafka.call(companion, "TopicConfigSynonyms");
            }
        }
        Map<String, String> result = new TreeMap<>();
        for (Map.Entry<String, Object> entry : Kafka.javaMap(all).entrySet()) {
            List<String> names = new ArrayList<>();
            if (entry.getValue() instanceof String name) {
                names.add(name + "*1");
            } else {
                for (Object synonym : Kafka.javaList(entry.getValue())) {
                    names.add(Kafka.call(synonym, "name") + "*" + factor(synonym));
                }
            }
            result.put(entry.getKey(), String.join(",", names));
        }
        return result;
    }

    private static String factor(Object synonym) throws Exception {
        Object converter = Kafka.call(synonym, "converter");
        String converted;
        if (converter instanceof Function<?, ?>) {
            @SuppressWarnings("unchecked")
            Function<String, String> function = (Function<String, String>) converter;
            converted = function.apply("1");
        } else {
            Method apply = Class.forName("scala.Function1").getMethod("apply", Object.class);
            converted = (String) apply.invoke(converter, "1");
        }
        return converted;
    }
}
