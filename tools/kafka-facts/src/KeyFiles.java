import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Key;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.Base64;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Key stores and trust stores in place of those that a file names and this machine does not have. */
final class KeyFiles {
    private KeyFiles() {}

    private static final Pattern LOCATION = Pattern.compile("((?:listener\\.name\\.[^.]+\\.)?ssl\\.(key|trust)store\\.)location");
    private static final char[] OWN = "kafka-lint".toCharArray();

    private static KeyStore source;

    static void make(Path folder, Properties properties, Set<String> rewritten) throws Exception {
        for (String key : List.copyOf(properties.stringPropertyNames())) {
            Matcher location = LOCATION.matcher(key);
            String value = properties.getProperty(key).trim();
            if (!location.matches() || value.isEmpty() || Files.exists(Path.of(value))) {
                continue;
            }
            boolean trust = location.group(2).equals("trust");
            Path file = folder.resolve(key);
            String type = of(properties, location.group(1), "type", "JKS");
            String password = of(properties, location.group(1), "password", new String(OWN));
            String keyPassword = of(properties, location.group(1).replace("keystore.", "key."), "password", password);
            if (type.equalsIgnoreCase("PEM")) {
                Files.writeString(file, (trust ? "" : pem("PRIVATE KEY", source().getKey("node", OWN).getEncoded()))
                    + pem("CERTIFICATE", source().getCertificate("node").getEncoded()));
            } else if (List.of("JKS", "PKCS12").contains(type.toUpperCase())) {
                KeyStore store = KeyStore.getInstance(type);
                store.load(null, null);
                Certificate certificate = source().getCertificate("node");
                if (trust) {
                    store.setCertificateEntry("ca", certificate);
                } else {
                    Key own = source().getKey("node", OWN);
                    store.setKeyEntry("node", own, keyPassword.toCharArray(), new Certificate[] {certificate});
                }
                try (OutputStream out = Files.newOutputStream(file)) {
                    store.store(out, password.toCharArray());
                }
            } else {
                continue;
            }
            properties.setProperty(key, file.toString());
            rewritten.add(key);
        }
    }

    /** A key of the same listener, else the one for all. */
    private static String of(Properties properties, String prefix, String name, String otherwise) {
        String own = properties.getProperty(prefix + name);
        String all = properties.getProperty(prefix.replaceFirst("listener\\.name\\.[^.]+\\.", "") + name);
        return own != null ? own : all != null ? all : otherwise;
    }

    private static String pem(String what, byte[] bytes) {
        return "-----BEGIN " + what + "-----\n" + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes)
            + "\n-----END " + what + "-----\n";
    }

    /** A key with a certificate of its own that says that this is localhost. */
    private static KeyStore source() throws Exception {
        if (source == null) {
            Path file = Files.createTempDirectory("kafka-starts-keys").resolve("node.p12");
            Process keytool = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(), "-genkeypair",
                "-alias", "node", "-keyalg", "RSA", "-dname", "CN=localhost", "-ext", "san=dns:localhost,ip:127.0.0.1",
                "-storetype", "PKCS12", "-storepass", new String(OWN), "-validity", "30", "-keystore", file.toString())
                .redirectErrorStream(true).start();
            String said = new String(keytool.getInputStream().readAllBytes());
            if (keytool.waitFor() != 0) {
                throw new IllegalStateException("keytool: " + said);
            }
            source = KeyStore.getInstance("PKCS12");
            try (InputStream in = Files.newInputStream(file)) {
                source.load(in, OWN);
            }
            Starts.delete(file.getParent());
        }
        return source;
    }
}
