import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PrintStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Deque;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Whether a node starts: one that {@code kafka.Kafka} makes of the configuration is started in this JVM and stopped
 * again. Reads lines {@code ID text} with a tab between them, writes {@code ID started|refused|waits rewritten
 * message}. A node {@code waits} when it does neither start nor give up within the deadline; the message says for
 * what. What is of the machine is rewritten so that the start can succeed ({@link Machine}); the keys are named.
 */
final class Starts {
    private Starts() {}

    /** Of the first start; the others get some times what it took, which tells how busy the machine is. */
    private static long deadlineMillis = 90_000;

    /** Kafka would have ended the process. */
    private static final class Ended extends Error {
        private static final long serialVersionUID = 1;

        Ended(String message) {
            super(message);
        }
    }

    private static final ByteArrayOutputStream LOG = new ByteArrayOutputStream();
    private static volatile String ended;
    /** The threads of the start at hand; those of earlier ones may still fail over what is gone. */
    private static volatile ThreadGroup threads = new ThreadGroup("none");

    static void run(InputStream in, PrintStream out) throws Exception {
        // A fault on a thread of its own is told in the log only.
        System.setProperty("org.slf4j.simpleLogger.defaultLogLevel", "error");
        PrintStream console = System.err;
        System.setErr(new PrintStream(new OutputStream() {
            @Override
            public void write(int b) {
                write(new byte[] {(byte) b}, 0, 1);
            }

            @Override
            public void write(byte[] bytes, int from, int length) {
                if (threads.parentOf(Thread.currentThread().getThreadGroup())) {
                    LOG.write(bytes, from, length);
                }
            }
        }, true, StandardCharsets.UTF_8));
        surviveExits();
        out.println("# kafka " + Kafka.version());
        Path folder = Files.createTempDirectory("kafka-starts");
        // Logins that a file leaves out come from here, as from the options of an operator's JVM.
        Path logins = folder.resolve("jaas.conf");
        Files.writeString(logins, "KafkaServer {\n  org.apache.kafka.common.security.scram.ScramLoginModule required username=a password=b;\n"
            + "  org.apache.kafka.common.security.plain.PlainLoginModule required username=a password=b user_a=b;\n};\n");
        System.setProperty("java.security.auth.login.config", logins.toString());
        String sound = "process.roles=broker,controller\nnode.id=1\ncontroller.quorum.voters=1@localhost:9093\n"
            + "controller.listener.names=CONTROLLER\nlisteners=PLAINTEXT://localhost:9092,CONTROLLER://localhost:9093\n"
            + "listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT\n";
        long begin = System.nanoTime();
        String accepted = answer(folder.resolve("sound"), sound);
        deadlineMillis = Math.max(6_000, 3 * (System.nanoTime() - begin) / 1_000_000);
        String refused = answer(folder.resolve("unsound"), sound + "metric.reporters=no.such.Reporter\n");
        if (!accepted.startsWith("started") || !refused.startsWith("refused")) {
            console.println("the oracle is not sound: " + accepted + " / " + refused);
            Runtime.getRuntime().halt(1);
        }
        BufferedReader reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
        for (String line = reader.readLine(); line != null; line = reader.readLine()) {
            String[] columns = line.split("\t", 2);
            out.println(columns[0] + "\t" + answer(folder.resolve("start-" + columns[0]), Oracle.unescape(columns[1])));
            out.flush();
        }
        delete(folder);
    }

    private static String answer(Path folder, String text) throws Exception {
        Properties properties = new Properties();
        properties.load(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
        Files.createDirectories(folder);
        Machine machine = new Machine(folder, properties);
        Deque<Object> servers = new ArrayDeque<>();
        threads = new ThreadGroup(folder.getFileName().toString());
        LOG.reset();
        ended = null;
        String verdict;
        String thrown = "";
        try {
            machine.prepare();
            // A broker that no controller answers would say nothing of itself.
            Properties controller = machine.controller();
            if (controller != null) {
                try {
                    start(controller, servers);
                } catch (InvocationTargetException | TimeoutException e) {
                    // The broker then waits for it, or is refused for the same reason.
                    ended = null;
                    LOG.reset();
                }
            }
            start(properties, servers);
            verdict = ended == null ? "started" : "refused";
        } catch (InvocationTargetException e) {
            verdict = "refused";
            thrown = last(e);
        } catch (TimeoutException e) {
            verdict = ended == null ? "waits" : "refused";
            thrown = ended == null ? e.getMessage() : "";
        }
        String said = verdict.equals("started") ? "" : reason(thrown);
        for (Object server : servers) {
            stop(server);
        }
        delete(folder);
        return verdict + "\t" + String.join(",", machine.rewritten()) + "\t" + Definitions.escape(said);
    }

    /** The node is put in front of the servers before it starts: what starts by half has to be stopped, too. */
    private static void start(Properties properties, Deque<Object> servers) throws Exception {
        Object companion = Kafka.scalaObject("kafka.Kafka");
        Method build = companion.getClass().getDeclaredMethod("buildServer", Properties.class);
        build.setAccessible(true);
        CompletableFuture<Void> done = new CompletableFuture<>();
        Thread thread = new Thread(threads, () -> {
            try {
                Object server = build.invoke(companion, properties);
                servers.push(server);
                server.getClass().getMethod("startup").invoke(server);
                done.complete(null);
            } catch (Throwable e) {
                done.completeExceptionally(e);
            }
        }, "start");
        thread.setDaemon(true);
        thread.start();
        try {
            done.get(deadlineMillis, TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof InvocationTargetException refused ? refused : new InvocationTargetException(e.getCause());
        } catch (TimeoutException e) {
            String where = Arrays.stream(thread.getStackTrace()).filter(frame -> frame.getClassName().startsWith("kafka."))
                .map(frame -> frame.getClassName() + "." + frame.getMethodName()).findFirst().orElse("nowhere of its own");
            thread.interrupt();
            throw new TimeoutException("no end after " + deadlineMillis + " ms, in " + where);
        }
    }

    private static void stop(Object server) throws InterruptedException {
        Thread thread = new Thread(() -> {
            try {
                server.getClass().getMethod("shutdown").invoke(server);
            } catch (Throwable e) {
                // What did not start need not stop well.
            }
        });
        thread.setDaemon(true);
        thread.start();
        thread.join(10_000);
    }

    private static String last(Throwable e) {
        Throwable cause = e;
        while (cause.getCause() != null && cause.getCause() != cause) {
            cause = cause.getCause();
        }
        return cause instanceof Ended ? "" : cause.toString();
    }

    private static final Pattern THROWN = Pattern.compile("(?:Caused by: )?((?:[a-z]\\w*\\.)+[A-Z][\\w.$]*(?:Exception|Error)\\b.*)");

    /** The last cause of what was thrown, and that of the first error that was logged: the start may end over its end. */
    private static String reason(String thrown) {
        String logged = "";
        for (String line : LOG.toString(StandardCharsets.UTF_8).split("\n")) {
            if (line.contains(" ERROR ") && !logged.isEmpty()) {
                break;
            }
            Matcher told = THROWN.matcher(line);
            if (told.matches()) {
                logged = told.group(1);
            }
        }
        if (thrown.isEmpty() || logged.isEmpty() || thrown.equals(logged)) {
            return thrown.isEmpty() ? logged.isEmpty() ? String.valueOf(ended) : logged : thrown;
        }
        return thrown + "; logged before: " + logged;
    }

    /** The JVM has to survive nodes that end it. */
    private static void surviveExits() throws Exception {
        Class<?> exit = Kafka.firstClass("org.apache.kafka.common.utils.Exit", "org.apache.kafka.common.utils.internals.Exit");
        Class<?> procedure = Class.forName(exit.getName() + "$Procedure");
        Object survive = Proxy.newProxyInstance(procedure.getClassLoader(), new Class<?>[] {procedure}, (proxy, method, arguments) -> {
            if (!method.getName().equals("execute")) {
                return method.invoke(exit, arguments);
            }
            String words = "exit " + arguments[0] + (arguments[1] == null ? "" : ": " + arguments[1]);
            if (threads.parentOf(Thread.currentThread().getThreadGroup())) {
                ended = words;
            }
            throw new Ended(words);
        });
        exit.getMethod("setExitProcedure", procedure).invoke(null, survive);
        exit.getMethod("setHaltProcedure", procedure).invoke(null, survive);
    }

    static void delete(Path folder) {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                // A server that is still stopping may be faster.
                file.toFile().delete();
            }
        } catch (java.io.IOException | java.io.UncheckedIOException e) {
            // As above.
        }
    }
}
