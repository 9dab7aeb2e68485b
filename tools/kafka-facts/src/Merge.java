import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Merges definitions of several versions: one row for each run of versions that agree on a key.
 *
 * <p>Not every component can be read in every release: artifacts were not published, or the component did not exist.
 * {@code releases.tsv} says what was read. A release in which a component was not read neither ends nor splits a run.
 * It is taken to be as the release that was read nearest before it in the same minor, else as the nearest after it in
 * the same minor, else as the nearest before it; before all of these the component did not exist. A key that is still
 * there in the newest release read for its component thus has {@code -} as its last.
 */
final class Merge {
    private Merge() {}

    private static final String HEADER =
        "# key\tfirst release\tlast release\ttype\tdefault\tvalidator\timportance\tupdate mode\tflags\tbroker keys";

    static void run(Path out, List<Path> inputs) throws Exception {
        // release -> component -> key -> the rest of the line
        Map<String, Map<String, Map<String, String>>> releases = new TreeMap<>(Comparator.comparing(Merge::order));
        for (Path input : inputs) {
            List<String> lines = Files.readAllLines(input, StandardCharsets.UTF_8);
            Map<String, Map<String, String>> components = new LinkedHashMap<>();
            for (String line : lines.subList(1, lines.size())) {
                String[] parts = line.split("\t", 3);
                components.computeIfAbsent(parts[0], c -> new TreeMap<>()).put(parts[1], parts[2]);
            }
            releases.put(lines.get(0).substring("# kafka ".length()), components);
        }
        Files.createDirectories(out);
        List<String> index = new ArrayList<>(List.of("# release\tcomponents that were read"));
        releases.forEach((release, components) -> index.add(release + "\t" + String.join(",", components.keySet())));
        Files.write(out.resolve("releases.tsv"), index, StandardCharsets.UTF_8);
        for (String component : Components.names()) {
            Files.write(out.resolve(component + ".tsv"), table(component, releases), StandardCharsets.UTF_8);
        }
    }

    /** For each release the one that says how a component is there. */
    private static Map<String, String> readAs(String component, Map<String, Map<String, Map<String, String>>> releases) {
        List<String> all = List.copyOf(releases.keySet());
        List<String> read = all.stream().filter(r -> releases.get(r).containsKey(component)).toList();
        Map<String, String> result = new LinkedHashMap<>();
        for (String release : all) {
            List<String> before = read.stream().filter(r -> order(r).compareTo(order(release)) <= 0).toList();
            List<String> after = read.stream().filter(r -> order(r).compareTo(order(release)) > 0).toList();
            String last = before.isEmpty() ? null : before.get(before.size() - 1);
            String next = after.isEmpty() ? null : after.get(0);
            if (last != null && (minor(last).equals(minor(release)) || next == null || !minor(next).equals(minor(release)))) {
                result.put(release, last);
            } else if (next != null && minor(next).equals(minor(release))) {
                result.put(release, next);
            }
        }
        return result;
    }

    static String minor(String release) {
        return release.substring(0, release.lastIndexOf('.'));
    }

    private static List<String> table(String component, Map<String, Map<String, Map<String, String>>> releases) {
        Map<String, List<String>> rows = new TreeMap<>();
        Map<String, String> open = new LinkedHashMap<>();
        Map<String, String> first = new LinkedHashMap<>();
        String before = null;
        for (Map.Entry<String, String> release : readAs(component, releases).entrySet()) {
            Map<String, String> now = releases.get(release.getValue()).get(component);
            for (String key : List.copyOf(open.keySet())) {
                if (!open.get(key).equals(now.get(key))) {
                    close(rows, key, first.get(key), before, open.remove(key));
                }
            }
            for (Map.Entry<String, String> entry : now.entrySet()) {
                if (open.putIfAbsent(entry.getKey(), entry.getValue()) == null) {
                    first.put(entry.getKey(), release.getKey());
                }
            }
            before = release.getKey();
        }
        open.forEach((key, rest) -> close(rows, key, first.get(key), "-", rest));
        List<String> lines = new ArrayList<>(List.of(HEADER));
        rows.values().forEach(lines::addAll);
        return lines;
    }

    private static void close(Map<String, List<String>> rows, String key, String first, String last, String rest) {
        rows.computeIfAbsent(key, k -> new ArrayList<>()).add(String.join("\t", key, first, last, rest));
    }

    /** What the tables say of one version, in the form of the definitions. */
    static void at(Path tables, String version, java.io.PrintStream out) throws Exception {
        List<String> read = Files.readAllLines(tables.resolve("releases.tsv"), StandardCharsets.UTF_8).stream()
            .map(line -> line.split("\t"))
            .filter(columns -> columns[0].equals(version))
            .flatMap(columns -> java.util.Arrays.stream(columns[1].split(",")))
            .toList();
        out.println("# kafka " + version);
        for (String component : Components.names()) {
            if (!read.contains(component)) {
                continue;
            }
            for (String line : Files.readAllLines(tables.resolve(component + ".tsv"), StandardCharsets.UTF_8)) {
                String[] parts = line.split("\t", 4);
                if (line.startsWith("#") || order(version).compareTo(order(parts[1])) < 0) {
                    continue;
                }
                if (parts[2].equals("-") || order(version).compareTo(order(parts[2])) <= 0) {
                    out.println(String.join("\t", component, parts[0], parts[3]));
                }
            }
        }
    }

    static String order(String release) {
        StringBuilder order = new StringBuilder();
        for (String part : release.split("\\.")) {
            order.append(String.format("%05d", Integer.parseInt(part)));
        }
        return order.toString();
    }
}
