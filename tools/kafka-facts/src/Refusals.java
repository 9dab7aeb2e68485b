import java.io.PrintStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What Kafka's own definitions make of values, one key at a time: every key of every component with values around
 * every bound, and its default. The components and keys are those that the artifacts in this JVM define. Each line: component, key, type, validator, value,
 * {@code accepted} or {@code refused}, and Kafka's message.
 */
final class Refusals {
    private Refusals() {}

    private static final List<String> VALUES = List.of(
        "2", "3", "10", "60", "100", "1000", "1024", "10000", "65536", "100000", "1000000", "1048576", "60000000", "100000000", "1073741824", "0.0", "0.1", "0.25", "0.5", "0.75", "0.9", "1.0",
        "", " ", "abc", "true", "TRUE", " false ", "yes", "0", "1", "-1", "-2", "+5", "007", " 5 ", "1.5", ".5", "1e3", "1d", "1L", "0x10",
        "NaN", "Infinity", "1_000", "1,000", "2147483647", "2147483648", "-2147483648", "-2147483649", "9223372036854775807",
        "9223372036854775808", "32767", "32768", "-32768", "-32769", "a,b", "a,,b", "a,a", ",", "a,", "none", "all", "ALL", "gzip",
        "Zstd", "compact", "delete,compact", "compact,compact", "required", "latest", "PLAINTEXT", "plaintext", "broker", "controller,broker");

    static void print(PrintStream out) throws Exception {
        out.println("# kafka " + Kafka.version());
        Class<?> configException = Class.forName("org.apache.kafka.common.config.ConfigException");
        for (String component : Components.here()) {
            // The definition without what other keys require, so that one key is judged by itself.
            // The way of a whole configuration: newer versions take repeated items out of lists before the validator sees them.
            Class<?> definition = Class.forName("org.apache.kafka.common.config.ConfigDef");
            Method parse = definition.getDeclaredMethod("parseValue", Class.forName("org.apache.kafka.common.config.ConfigDef$ConfigKey"), Object.class, boolean.class);
            parse.setAccessible(true);
            Object parser = definition.getConstructor().newInstance();
            for (Map.Entry<String, Object> entry : Components.keys(component).entrySet()) {
                String key = entry.getKey();
                Object row = entry.getValue();
                Object type = Kafka.field(row, "type");
                Object validator = Kafka.field(row, "validator");
                Set<String> values = values(validator);
                String defaultValue = Definitions.defaultValue(row);
                if (defaultValue.startsWith("=")) {
                    values.add(defaultValue.substring(1));
                }
                for (String value : values) {
                    String verdict = "accepted\t";
                    try {
                        parse.invoke(parser, row, value, true);
                    } catch (InvocationTargetException e) {
                        Throwable cause = e.getCause();
                        // Anything but a ConfigException ends the start just as well.
                        verdict = "refused\t" + (configException.isInstance(cause) ? "" : cause.getClass().getSimpleName() + ": ") + cause.getMessage();
                    }
                    out.println(String.join("\t", component, key, type.toString().toLowerCase(), Validators.describe(validator),
                        Definitions.escape(value), Definitions.escape(verdict).replace("\\t", "\t")));
                }
            }
        }
    }

    private static Set<String> values(Object validator) throws Exception {
        Set<String> values = new LinkedHashSet<>(VALUES);
        String description = Validators.describe(validator);
        for (String part : description.split(";")) {
            String[] words = part.split(":", 2);
            if (words.length < 2) {
                continue;
            }
            for (String word : words[1].split("[:,]")) {
                values.add(word);
                values.add(word.toUpperCase());
                values.add(word.toLowerCase());
                values.add(word + "," + word);
                try {
                    long bound = Long.parseLong(word);
                    values.add(Long.toString(bound - 1));
                    values.add(Long.toString(bound + 1));
                } catch (NumberFormatException e) {
                    // A word is not a number.
                }
            }
        }
        return values;
    }
}
