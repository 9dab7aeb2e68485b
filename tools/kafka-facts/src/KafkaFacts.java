import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * Asks the Kafka on the class path about itself. Everything goes by reflection, so one build serves every version.
 *
 * <pre>
 * KafkaFacts definitions          prints every key of every component as tab-separated lines
 * KafkaFacts refusals             prints what Kafka makes of values around the bounds of every key
 * KafkaFacts oracle               answers whether Kafka takes the configurations on standard input
 * KafkaFacts starts               answers whether nodes with the configurations on standard input start
 * KafkaFacts classes              prints every class of Kafka's and what it can be plugged in as
 * KafkaFacts merge OUT IN...      merges definitions of several versions into one table a component
 * KafkaFacts at TABLES VERSION    prints what the tables say of one version, as definitions would
 * KafkaFacts merge-classes OUT IN...   merges classes of several versions into one table
 * KafkaFacts classes-at TABLE VERSION  prints what the table of classes says of one version
 * </pre>
 */
public final class KafkaFacts {
    private KafkaFacts() {}

    public static void main(String[] args) throws Exception {
        // Kafka logs to standard output by itself; results go to the real one only.
        PrintStream out = new PrintStream(new java.io.FileOutputStream(java.io.FileDescriptor.out), false, StandardCharsets.UTF_8);
        System.setOut(System.err);
        // A default of Kafka Streams is made of it, and it differs between systems.
        System.setProperty("java.io.tmpdir", "/tmp");
        String mode = args.length == 0 ? "" : args[0];
        switch (mode) {
            case "definitions" -> Definitions.print(out);
            case "refusals" -> Refusals.print(out);
            case "oracle" -> {
                System.setProperty("org.slf4j.simpleLogger.defaultLogLevel", "off");
                Oracle.run(System.in, out);
            }
            case "starts" -> Starts.run(System.in, out);
            case "merge" -> Merge.run(Path.of(args[1]), java.util.Arrays.stream(args).skip(2).map(Path::of).toList());
            case "classes" -> Classes.print(out);
            case "merge-classes" -> Classes.merge(Path.of(args[1]), java.util.Arrays.stream(args).skip(2).map(Path::of).toList());
            case "classes-at" -> Classes.at(Path.of(args[1]), args[2], out);
            case "at" -> Merge.at(Path.of(args[1]), args[2], out);
            default -> {
                System.err.println("usage: KafkaFacts definitions | refusals | oracle | starts | classes | merge OUT IN... | at TABLES VERSION");
                System.exit(2);
            }
        }
        out.flush();
        // Clients may leave threads behind.
        Runtime.getRuntime().halt(0);
    }
}
