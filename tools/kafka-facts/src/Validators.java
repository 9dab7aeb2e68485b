import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * Validators as text that a program can read:
 * {@code range:MIN:MAX} (either side empty), {@code one-of:a,b}, {@code one-of-ignore-case:A,B}, {@code list-of:a,b},
 * {@code range-or:MIN:MAX:OTHER} (one value beside the range; either side empty),
 * {@code non-empty}, {@code non-null}, {@code unique-items} (a list in which no item is there twice),
 * {@code opaque:Name}; several joined by {@code ;}. {@code -} for none.
 */
final class Validators {
    private Validators() {}

    static String describe(Object validator) throws Exception {
        if (validator == null) {
            return "-";
        }
        String name = validator.getClass().getSimpleName();
        switch (name) {
            case "Range":
                return "range:" + bound(Kafka.field(validator, "min")) + ":" + bound(Kafka.field(validator, "max"));
            case "ValidString":
                return "one-of:" + items(Kafka.field(validator, "validStrings"));
            case "CaseInsensitiveValidString":
                return "one-of-ignore-case:" + items(new java.util.TreeSet<>((Collection<?>) Kafka.field(validator, "validStrings")));
            case "ValidList":
                return validList(validator);
            case "NonEmptyString":
                return "non-empty";
            case "NonNullValidator":
                return "non-null";
            case "NonEmptyStringWithoutControlChars":
                return "non-empty-printable";
            case "ListSize":
                return "max-items:" + Kafka.field(validator, "maxSize");
            case "CompositeValidator": {
                List<String> parts = new ArrayList<>();
                for (Object part : (Collection<?>) Kafka.field(validator, "validators")) {
                    parts.add(describe(part));
                }
                return String.join(";", parts);
            }
            default:
                return opaque(validator, name);
        }
    }

    /** Newer versions also say whether the list may be empty, and refuse empty and repeated items. */
    private static String validList(Object validator) throws Exception {
        String allowed = items(Kafka.field(Kafka.field(validator, "validString"), "validStrings"));
        String description = allowed.isEmpty() ? "" : "list-of:" + allowed;
        try {
            boolean empty = (boolean) Kafka.field(validator, "isEmptyAllowed");
            boolean nullable = true;
            try {
                nullable = (boolean) Kafka.field(validator, "isNullAllowed");
            } catch (NoSuchFieldException e) {
                // One version has the first field alone.
            }
            String strict = "strict-list" + (empty ? "" : ";non-empty-list") + (nullable ? "" : ";non-null");
            return description.isEmpty() ? strict : description + ";" + strict;
        } catch (NoSuchFieldException e) {
            return description.isEmpty() ? "-" : description;
        }
    }

    private static String opaque(Object validator, String name) throws Exception {
        String text = String.valueOf(validator);
        // "[1,...,9] or -1": a compression level with one value beside the range.
        java.util.regex.Matcher levels = java.util.regex.Pattern.compile("^\\[(-?\\d+),\\.\\.\\.,(-?\\d+)\\] or (-?\\d+)$").matcher(text);
        if (levels.matches()) {
            return "range-or:" + levels.group(1) + ":" + levels.group(2) + ":" + levels.group(3);
        }
        if (text.equals("Positive number, or -1 to use the broker's default")
                || text.equals("Positive number not larger than the number of brokers in the Kafka cluster, or -1 to use the broker's default")) {
            return "range-or:1::-1";
        }
        if (text.matches("unique (transformation aliases|predicate aliases|topic creation groups)")) {
            return "unique-items";
        }
        String words = words(validator, text);
        if (words != null) {
            return words;
        }
        String plain = name.replaceAll("\\$?\\$Lambda.*", "").replaceAll("/.*", "");
        return "opaque:" + (plain.isEmpty() || name.contains("Lambda") ? "lambda" : plain);
    }

    /** "[a, b]": where the validator takes these and nothing made of them, it is as good as a list of words. */
    private static String words(Object validator, String text) throws Exception {
        if (!text.matches("\\[[a-z_]+(, [a-z_]+)+\\]")) {
            return null;
        }
        List<String> words = List.of(text.substring(1, text.length() - 1).split(", "));
        int upper = 0;
        for (String word : words) {
            if (!accepts(validator, word)) {
                return null;
            }
            upper += accepts(validator, word.toUpperCase(java.util.Locale.ROOT)) ? 1 : 0;
            for (String other : List.of(word + ",", word + "," + word, word + "," + words.get(0), " " + word, word + "x", "", "x")) {
                if (accepts(validator, other)) {
                    return null;
                }
            }
        }
        if (upper == 0) {
            return "one-of:" + String.join(",", words);
        }
        if (upper < words.size()) {
            return null;
        }
        List<String> capitals = words.stream().map(word -> word.toUpperCase(java.util.Locale.ROOT)).sorted().toList();
        return "one-of-ignore-case:" + String.join(",", capitals);
    }

    private static boolean accepts(Object validator, Object value) throws Exception {
        try {
            Class.forName("org.apache.kafka.common.config.ConfigDef$Validator")
                .getMethod("ensureValid", String.class, Object.class).invoke(validator, "x", value);
            return true;
        } catch (java.lang.reflect.InvocationTargetException e) {
            return false;
        }
    }

    private static String bound(Object number) {
        return number == null ? "" : number.toString();
    }

    private static String items(Object collection) {
        List<String> items = new ArrayList<>();
        for (Object item : (Collection<?>) collection) {
            if (item == null) {
                // Allowed where nothing is set; no text is that.
                continue;
            }
            items.add(String.valueOf(item));
        }
        return Definitions.escape(String.join(",", items));
    }
}
