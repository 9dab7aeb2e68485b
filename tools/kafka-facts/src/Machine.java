import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What a node's configuration says of its machine and its peers, put in terms of this machine: folders, ports, hosts,
 * key stores, ZooKeeper and the other controllers. Only what is well formed is touched, and what was equal stays
 * equal: a fault in it has to stay one.
 */
final class Machine {
    private static final Pattern LISTENER = Pattern.compile("(\\s*[\\w.-]+://)([^:/]*|\\[[0-9a-fA-F:]*])(:)(\\d{1,5})(\\s*)");
    private static final Pattern VOTER = Pattern.compile("\\s*(\\d{1,9})@([\\w.-]+):(\\d{1,5})\\s*");
    private static final Pattern ADDRESS = Pattern.compile("\\s*([\\w.-]+):(\\d{1,5})\\s*");
    private static final Set<String> HERE = Set.of("", "0.0.0.0", "127.0.0.1", "localhost", "[::1]", "[::]");
    private static final String CLUSTER = "AAAAAAAAAAAAAAAAAAAAAQ";

    private final Path folder;
    private final Properties properties;
    private final Set<String> rewritten = new TreeSet<>();
    private final Map<String, String> folders = new TreeMap<>();
    private final Map<String, List<String>> ways = new TreeMap<>();
    private final Map<String, Integer> ports = new TreeMap<>();
    private Properties controller;

    Machine(Path folder, Properties properties) {
        this.folder = folder;
        this.properties = properties;
    }

    /** The keys whose values are not the file's any more. */
    Set<String> rewritten() {
        return rewritten;
    }

    /** A controller that a broker needs beside it, where it does. */
    Properties controller() {
        return controller;
    }

    void prepare() throws Exception {
        String roles = text("process.roles");
        boolean controls = roles.contains("controller");
        boolean serves = roles.contains("broker") || roles.isBlank();
        dataFolders();
        if (!properties.containsKey("listeners") && serves) {
            set("listeners", "PLAINTEXT://:" + port("9092"));
        }
        for (String key : List.of("listeners", "advertised.listeners")) {
            rewriteItems(key, LISTENER, m -> m.group(1) + (HERE.contains(m.group(2)) ? m.group(2) : "localhost") + ":" + port(m.group(4)) + m.group(5));
        }
        KeyFiles.make(folder, properties, rewritten);
        if (!roles.isBlank()) {
            quorum(controls);
        } else if (!text("zookeeper.connect").isBlank()) {
            if (!properties.containsKey("controlled.shutdown.enable")) {
                // With no broker to hand over to, stopping takes five seconds.
                set("controlled.shutdown.enable", "false");
            }
            // Below a path of its own nodes do not see each other.
            String connect = text("zookeeper.connect");
            String path = connect.contains("/") ? connect.substring(connect.indexOf('/')) : "";
            set("zookeeper.connect", "localhost:" + Zoo.port() + "/" + folder.getFileName() + path);
        }
        if (!roles.isBlank()) {
            format(controls);
        }
    }

    private String text(String key) {
        return properties.getProperty(key, "");
    }

    private void set(String key, String value) {
        if (!value.equals(properties.getProperty(key))) {
            properties.setProperty(key, value);
            rewritten.add(key);
        }
    }

    private interface Rewrite {
        String of(Matcher item) throws IOException;
    }

    /** Every item of a list that has the form. */
    private void rewriteItems(String key, Pattern form, Rewrite rewrite) throws IOException {
        if (!properties.containsKey(key)) {
            return;
        }
        List<String> items = new ArrayList<>();
        for (String item : text(key).split(",", -1)) {
            Matcher matcher = form.matcher(item);
            items.add(matcher.matches() ? rewrite.of(matcher) : item);
        }
        set(key, String.join(",", items));
    }

    /** A free port for one of the file's, the same each time; what is no port of a machine stays. */
    private String port(String of) throws IOException {
        int number = Integer.parseInt(of);
        if (number == 0 || number > 65535) {
            return of;
        }
        if (!ports.containsKey(of)) {
            ports.put(of, freePort());
        }
        return String.valueOf(ports.get(of));
    }

    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private void dataFolders() throws IOException {
        if (!properties.containsKey("log.dirs") && !properties.containsKey("log.dir")) {
            set("log.dir", "/tmp/kafka-logs");
        }
        for (String key : List.of("log.dirs", "log.dir", "metadata.log.dir", "cordoned.log.dirs")) {
            rewriteItems(key, Pattern.compile("(\\s*)([^\\s*][^,]*?)(\\s*)"), m -> {
                // Two ways to write one folder stay two ways to write one.
                String path = Path.of(m.group(2)).toAbsolutePath().normalize().toString();
                String own = folders.computeIfAbsent(path, name -> folder.resolve("data-" + folders.size()).toString());
                ways.computeIfAbsent(path, name -> new ArrayList<>());
                if (!ways.get(path).contains(m.group(2))) {
                    ways.get(path).add(m.group(2));
                }
                return m.group(1) + own + "/".repeat(ways.get(path).indexOf(m.group(2))) + m.group(3);
            });
        }
        for (String own : folders.values()) {
            Files.createDirectories(Path.of(own));
        }
    }

    private void quorum(boolean controls) throws Exception {
        String id = properties.containsKey("node.id") ? text("node.id").trim() : text("broker.id").trim();
        List<Matcher> voters = items("controller.quorum.voters", VOTER);
        List<Matcher> servers = items("controller.quorum.bootstrap.servers", ADDRESS);
        if (controls) {
            // The others are not here, and it has to be elected.
            for (Matcher voter : voters) {
                if (voter.group(1).equals(id)) {
                    set("controller.quorum.voters", id + "@localhost:" + port(voter.group(3)));
                }
            }
            Matcher own = ownController();
            if (!servers.isEmpty() && own != null) {
                set("controller.quorum.bootstrap.servers", "localhost:" + own.group(4));
            }
            return;
        }
        if (voters.isEmpty() && servers.isEmpty() || voters.stream().anyMatch(voter -> voter.group(1).equals(id))) {
            return;
        }
        String name = text("controller.listener.names").split(",")[0].trim();
        String peer = id.equals("9000") ? "9001" : "9000";
        String address = "localhost:" + freePort();
        if (!voters.isEmpty()) {
            set("controller.quorum.voters", peer + "@" + address);
        }
        if (!servers.isEmpty()) {
            set("controller.quorum.bootstrap.servers", address);
        }
        controller = new Properties();
        for (String key : properties.stringPropertyNames()) {
            if (key.startsWith("ssl.") || key.startsWith("sasl.") || key.startsWith("listener.") || key.equals("super.users")) {
                controller.setProperty(key, text(key));
            }
        }
        controller.setProperty("process.roles", "controller");
        controller.setProperty("node.id", peer);
        controller.setProperty("controller.quorum.voters", peer + "@" + address);
        controller.setProperty("controller.listener.names", name);
        controller.setProperty("listeners", name + "://" + address);
        controller.setProperty("log.dirs", Files.createDirectories(folder.resolve("controller")).toString());
        metaProperties(folder.resolve("controller"), peer);
    }

    /** All items of a list, or none where one has another form or no usable port. */
    private List<Matcher> items(String key, Pattern form) {
        List<Matcher> items = Arrays.stream(text(key).split(",")).map(form::matcher).collect(Collectors.toList());
        boolean sound = items.stream().allMatch(item -> item.matches() && Integer.parseInt(item.group(item.groupCount())) > 0
            && Integer.parseInt(item.group(item.groupCount())) < 65536 && !item.group(item.groupCount() - 1).equals("0.0.0.0"));
        return sound ? items : List.of();
    }

    private Matcher ownController() {
        List<String> names = Arrays.stream(text("controller.listener.names").split(",")).map(String::trim).toList();
        return Arrays.stream(text("listeners").split(",")).map(LISTENER::matcher)
            .filter(m -> m.matches() && names.contains(m.group(1).trim().replace("://", ""))).findFirst().orElse(null);
    }

    private void format(boolean controls) throws Exception {
        String id = properties.containsKey("node.id") ? text("node.id").trim() : text("broker.id").trim();
        if (controls && text("controller.quorum.voters").isBlank() && !text("controller.quorum.bootstrap.servers").isBlank()) {
            // Only the tool writes down who the first voter is.
            Path file = folder.resolve("server.properties");
            try (OutputStream out = Files.newOutputStream(file)) {
                properties.store(out, null);
            }
            Object tool = Kafka.scalaObject("kafka.tools.StorageTool");
            try {
                tool.getClass().getMethod("execute", String[].class, PrintStream.class)
                    .invoke(tool, new String[] {"format", "-t", CLUSTER, "-c", file.toString(), "--standalone"}, System.err);
                return;
            } catch (NoSuchMethodException e) {
                // This version has no such key, either.
            }
        }
        for (String own : folders.values()) {
            metaProperties(Path.of(own), id);
        }
    }

    private static void metaProperties(Path data, String id) throws IOException {
        Files.writeString(data.resolve("meta.properties"), "version=1\ncluster.id=" + CLUSTER + "\nnode.id=" + id + "\n");
    }
}
