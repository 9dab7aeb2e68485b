import java.io.PrintStream;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.stream.IntStream;

/**
 * The classes that a key of a configuration may name: all of the packages where Kafka keeps some that can be
 * plugged in, each with what it can be plugged in as.
 */
final class Classes {
    private Classes() {}

    /** What a key may want of a class; any of several types will do. */
    private static final Map<String, String[]> KINDS = new TreeMap<>(Map.ofEntries(
        kind("assignor", "org.apache.kafka.clients.consumer.ConsumerPartitionAssignor"),
        kind("authorizer", "org.apache.kafka.server.authorizer.Authorizer", "kafka.security.auth.Authorizer"),
        kind("callback-handler", "org.apache.kafka.common.security.auth.AuthenticateCallbackHandler"),
        kind("config-filter", "org.apache.kafka.connect.mirror.ConfigPropertyFilter"),
        kind("config-provider", "org.apache.kafka.common.config.provider.ConfigProvider"),
        kind("connector", "org.apache.kafka.connect.connector.Connector"),
        kind("consumer-interceptor", "org.apache.kafka.clients.consumer.ConsumerInterceptor"),
        kind("converter", "org.apache.kafka.connect.storage.Converter"),
        kind("deserialization-handler", "org.apache.kafka.streams.errors.DeserializationExceptionHandler"),
        kind("deserializer", "org.apache.kafka.common.serialization.Deserializer"),
        kind("group-assignor", "org.apache.kafka.coordinator.group.api.assignor.PartitionAssignor",
            "org.apache.kafka.coordinator.group.assignor.PartitionAssignor"),
        kind("group-filter", "org.apache.kafka.connect.mirror.GroupFilter"),
        kind("header-converter", "org.apache.kafka.connect.storage.HeaderConverter"),
        kind("kafka-metrics-reporter", "kafka.metrics.KafkaMetricsReporter",
            "org.apache.kafka.server.metrics.KafkaMetricsReporter"),
        kind("login", "org.apache.kafka.common.security.auth.Login"),
        kind("login-module", "javax.security.auth.spi.LoginModule"),
        kind("metrics-reporter", "org.apache.kafka.common.metrics.MetricsReporter"),
        kind("override-policy", "org.apache.kafka.connect.connector.policy.ConnectorClientConfigOverridePolicy"),
        kind("partitioner", "org.apache.kafka.clients.producer.Partitioner"),
        kind("policy", "org.apache.kafka.server.policy.CreateTopicPolicy", "org.apache.kafka.server.policy.AlterConfigPolicy"),
        kind("predicate", "org.apache.kafka.connect.transforms.predicates.Predicate"),
        kind("principal-builder", "org.apache.kafka.common.security.auth.KafkaPrincipalBuilder"),
        kind("processing-handler", "org.apache.kafka.streams.errors.ProcessingExceptionHandler"),
        kind("producer-interceptor", "org.apache.kafka.clients.producer.ProducerInterceptor"),
        kind("production-handler", "org.apache.kafka.streams.errors.ProductionExceptionHandler"),
        kind("quota-callback", "org.apache.kafka.server.quota.ClientQuotaCallback"),
        kind("remote-metadata", "org.apache.kafka.server.log.remote.storage.RemoteLogMetadataManager"),
        kind("replica-selector", "org.apache.kafka.common.replica.ReplicaSelector"),
        kind("replication-policy", "org.apache.kafka.connect.mirror.ReplicationPolicy"),
        kind("rest-extension", "org.apache.kafka.connect.rest.ConnectRestExtension"),
        kind("serde", "org.apache.kafka.common.serialization.Serde"),
        kind("serializer", "org.apache.kafka.common.serialization.Serializer"),
        kind("ssl-engine", "org.apache.kafka.common.security.auth.SslEngineFactory"),
        kind("store-suppliers", "org.apache.kafka.streams.state.DslStoreSuppliers"),
        kind("task-assignor", "org.apache.kafka.streams.processor.assignment.TaskAssignor"),
        kind("timestamp-extractor", "org.apache.kafka.streams.processor.TimestampExtractor"),
        kind("token-retriever", "org.apache.kafka.common.security.oauthbearer.JwtRetriever"),
        kind("token-validator", "org.apache.kafka.common.security.oauthbearer.JwtValidator"),
        kind("topic-filter", "org.apache.kafka.connect.mirror.TopicFilter"),
        kind("transformation", "org.apache.kafka.connect.transforms.Transformation")));

    private static Map.Entry<String, String[]> kind(String name, String... types) {
        return Map.entry(name, types);
    }

    /** Packages that artifacts which are not read have a part of. */
    private static final Set<String> SHARED = Set.of("org.apache.kafka.tools", "org.apache.kafka.connect.tools");

    /**
     * Prints artifact, class and kinds of every class of Kafka's. Loading is by name, so those that are not public
     * count as well; those that only the compiler names do not.
     */
    static void print(PrintStream out) throws Exception {
        Map<String, List<Class<?>>> kinds = new TreeMap<>();
        for (Map.Entry<String, String[]> kind : KINDS.entrySet()) {
            List<Class<?>> types = new ArrayList<>();
            for (String type : kind.getValue()) {
                try {
                    types.add(Class.forName(type));
                } catch (ClassNotFoundException e) {
                    // Not of this version.
                }
            }
            kinds.put(kind.getKey(), types);
        }
        out.println("# kafka " + Kafka.version());
        for (String jar : System.getProperty("java.class.path").split(java.io.File.pathSeparator)) {
            if (!jar.endsWith(".jar")) {
                continue;
            }
            try (JarFile file = new JarFile(jar)) {
                String artifact = Path.of(jar).getFileName().toString().replaceFirst("(_2\\.13)?-[0-9][^-]*\\.jar$", "");
                for (String entry : Collections.list(file.entries()).stream().map(e -> e.getName()).sorted().toList()) {
                    if (!entry.endsWith(".class") || !entry.startsWith("org/apache/kafka/") && !entry.startsWith("kafka/")
                        || entry.matches(".*(\\$\\d.*|\\$|\\$\\$.*|-info|/shaded/.*)\\.class|.*/shaded/.*")) {
                        continue;
                    }
                    String name = entry.substring(0, entry.length() - 6).replace('/', '.');
                    out.println(artifact + "\t" + name + "\t" + kinds(name, kinds));
                }
            }
        }
    }

    private static String kinds(String name, Map<String, List<Class<?>>> kinds) {
        List<String> found = new ArrayList<>();
        try {
            Class<?> c = Class.forName(name, false, Classes.class.getClassLoader());
            if (!Modifier.isAbstract(c.getModifiers()) && Modifier.isPublic(c.getModifiers())) {
                boolean plain = hasPlainConstructor(c);
                for (Map.Entry<String, List<Class<?>>> kind : kinds.entrySet()) {
                    if (plain && kind.getValue().stream().anyMatch(type -> type.isAssignableFrom(c))) {
                        found.add(kind.getKey());
                    }
                }
            }
        } catch (LinkageError | ClassNotFoundException e) {
            // What it needs is not there, so it cannot be plugged in.
        }
        return found.isEmpty() ? "-" : String.join(",", found);
    }

    private static boolean hasPlainConstructor(Class<?> c) {
        try {
            return Modifier.isPublic(c.getConstructor().getModifiers());
        } catch (NoSuchMethodException e) {
            return false;
        }
    }

    /** Merges what {@code print} printed of several releases, oldest first. */
    static void merge(Path table, List<Path> files) throws Exception {
        List<String> releases = new ArrayList<>();
        // By release: by artifact: by class, its kinds.
        List<Map<String, Map<String, String>>> all = new ArrayList<>();
        List<Path> sorted = new ArrayList<>(files);
        sorted.sort(Comparator.comparing(file -> Merge.order(version(file))));
        for (Path file : sorted) {
            Map<String, Map<String, String>> artifacts = new TreeMap<>();
            for (String line : Files.readAllLines(file)) {
                if (!line.startsWith("#")) {
                    String[] columns = line.split("\t");
                    artifacts.computeIfAbsent(columns[0], a -> new TreeMap<>()).put(columns[1], columns[2]);
                }
            }
            releases.add(version(file));
            all.add(artifacts);
        }
        Set<String> packages = new TreeSet<>();
        Map<String, String[]> rows = new TreeMap<>();
        for (int i = 0; i < all.size(); i++) {
            for (Map.Entry<String, String> found : classes(releases, all, i).entrySet()) {
                rows.computeIfAbsent(found.getKey(), c -> new String[all.size()])[i] = found.getValue();
                if (!found.getValue().equals("-")) {
                    packages.add(packageOf(found.getKey()));
                }
            }
        }
        StringBuilder text = new StringBuilder("# class\tfirst release\tlast release\tpluggable as\n");
        for (Map.Entry<String, String[]> row : rows.entrySet()) {
            String[] kinds = row.getValue();
            if (!packages.contains(packageOf(row.getKey())) || SHARED.contains(packageOf(row.getKey()))) {
                continue;
            }
            for (int first = 0; first < kinds.length; first++) {
                // Nobody names an inner class that is nothing to plug in.
                if (kinds[first] == null || kinds[first].equals("-") && row.getKey().contains("$")) {
                    continue;
                }
                int last = first;
                while (last + 1 < kinds.length && kinds[first].equals(kinds[last + 1])) {
                    last++;
                }
                text.append(row.getKey()).append('\t').append(releases.get(first)).append('\t')
                    .append(last + 1 == kinds.length ? "-" : releases.get(last)).append('\t').append(kinds[first]).append('\n');
                first = last;
            }
        }
        Files.writeString(table, text);
    }

    /** All classes of a release; those of an artifact that could not be had are as in the nearest release that has it. */
    private static Map<String, String> classes(List<String> releases, List<Map<String, Map<String, String>>> all, int at) {
        Set<String> artifacts = new TreeSet<>(all.get(at).keySet());
        all.forEach(release -> release.keySet().stream().filter(artifact -> artifact.startsWith("connect-")).forEach(artifacts::add));
        Map<String, String> classes = new HashMap<>();
        for (String artifact : artifacts) {
            classes.putAll(all.get(nearest(releases, all, at, artifact)).get(artifact));
        }
        return classes;
    }

    /** In the same minor where there is one, as {@code Merge} has it, and rather before than after. */
    private static int nearest(List<String> releases, List<Map<String, Map<String, String>>> all, int at, String artifact) {
        return IntStream.range(0, all.size()).boxed().filter(i -> all.get(i).containsKey(artifact))
            .min(Comparator.comparing((Integer i) -> !Merge.minor(releases.get(i)).equals(Merge.minor(releases.get(at))))
                .thenComparing(i -> Math.abs(at - i)).thenComparing(i -> i)).orElseThrow();
    }

    private static String version(Path file) {
        return file.getFileName().toString().replaceFirst("\\.tsv$", "");
    }

    private static String packageOf(String name) {
        return name.substring(0, name.lastIndexOf('.'));
    }

    /** What the table says of one release, in the form of {@code print} without artifacts. */
    static void at(Path table, String version, PrintStream out) throws Exception {
        for (String line : Files.readAllLines(table)) {
            if (line.startsWith("#")) {
                continue;
            }
            String[] columns = line.split("\t");
            if (Merge.order(columns[1]).compareTo(Merge.order(version)) <= 0
                && (columns[2].equals("-") || Merge.order(version).compareTo(Merge.order(columns[2])) <= 0)) {
                out.println(columns[0] + "\t" + columns[3]);
            }
        }
    }
}
