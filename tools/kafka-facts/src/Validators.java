import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * Validators as text that a program can read:
 * {@code range:MIN:MAX} (either side empty), {@code one-of:a,b}, {@code one-of-ignore-case:A,B}, {@code list-of:a,b},
 * {@code non-empty}, {@code non-null}, {@code opaque:Name}; several joined by {@code ;}. {@code -} for none.
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

    private static String opaque(Object validator, String name) {
        String text = String.valueOf(validator);
        // "[1,...,9] or -1": a compression level with one value beside the range.
        java.util.regex.Matcher levels = java.util.regex.Pattern.compile("^\\[(-?\\d+),\\.\\.\\.,(-?\\d+)\\] or (-?\\d+)$").matcher(text);
        if (levels.matches()) {
            return "range-or:" + levels.group(1) + ":" + levels.group(2) + ":" + levels.group(3);
        }
        String plain = name.replaceAll("\\$?\\$Lambda.*", "").replaceAll("/.*", "");
        return "opaque:" + (plain.isEmpty() || name.contains("Lambda") ? "lambda" : plain);
    }

    private static String bound(Object number) {
        return number == null ? "" : number.toString();
    }

    private static String items(Object collection) {
        List<String> items = new ArrayList<>();
        for (Object item : (Collection<?>) collection) {
            items.add(String.valueOf(item));
        }
        return Definitions.escape(String.join(",", items));
    }
}
