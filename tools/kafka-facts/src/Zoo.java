import java.lang.reflect.Method;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;

/** A ZooKeeper in this JVM, for the nodes of releases that take one. */
final class Zoo {
    private Zoo() {}

    private static int port;

    /** Where it is; it starts when it is first asked for, and where the artifacts have none nobody asks it. */
    static synchronized int port() throws Exception {
        if (port == 0) {
            port = Machine.freePort();
            Class<?> servers;
            try {
                servers = Class.forName("org.apache.zookeeper.server.ZooKeeperServer");
            } catch (ClassNotFoundException e) {
                return port;
            }
            Path data = Files.createTempDirectory("kafka-starts-zookeeper");
            Object server = servers.getConstructor(java.io.File.class, java.io.File.class, int.class)
                .newInstance(data.toFile(), data.toFile(), 2000);
            Object factory = Class.forName("org.apache.zookeeper.server.ServerCnxnFactory")
                .getMethod("createFactory", InetSocketAddress.class, int.class)
                .invoke(null, new InetSocketAddress("localhost", port), 0);
            Method startup = factory.getClass().getMethod("startup", servers);
            startup.setAccessible(true);
            startup.invoke(factory, server);
            Runtime.getRuntime().addShutdownHook(new Thread(() -> Starts.delete(data)));
        }
        return port;
    }
}
