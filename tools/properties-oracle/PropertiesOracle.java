import java.io.DataInputStream;
import java.io.PrintStream;
import java.io.StringReader;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;

/**
 * What java.util.Properties makes of documents. In: for each document a byte (1 for UTF-8, 0 for ISO-8859-1),
 * its length in four bytes and the bytes. Out: a line for each, "throws" or "ok" and keys and values in
 * hexadecimal UTF-8, in the order in which they were put.
 */
public final class PropertiesOracle {
    private PropertiesOracle() {}

    public static void main(String[] args) throws Exception {
        DataInputStream in = new DataInputStream(new java.io.BufferedInputStream(System.in));
        PrintStream out = new PrintStream(new java.io.BufferedOutputStream(System.out), false, StandardCharsets.US_ASCII);
        for (int encoding = in.read(); encoding >= 0; encoding = in.read()) {
            byte[] bytes = new byte[in.readInt()];
            in.readFully(bytes);
            Charset charset = encoding == 1 ? StandardCharsets.UTF_8 : StandardCharsets.ISO_8859_1;
            out.println(load(new String(bytes, charset)));
        }
        out.flush();
    }

    private static String load(String text) throws Exception {
        List<String> puts = new ArrayList<>();
        Properties properties = new Properties() {
            @Override
            public synchronized Object put(Object key, Object value) {
                puts.add(hex((String) key) + "=" + hex((String) value));
                return super.put(key, value);
            }
        };
        try {
            properties.load(new StringReader(text));
        } catch (IllegalArgumentException e) {
            return "throws";
        }
        return ("ok " + String.join(" ", puts)).trim();
    }

    private static String hex(String text) {
        StringBuilder clean = new StringBuilder();
        for (int i = 0; i < text.length(); ) {
            int c = text.codePointAt(i);
            clean.appendCodePoint(c >= 0xD800 && c <= 0xDFFF ? 0xFFFD : c);
            i += Character.charCount(c);
        }
        StringBuilder hex = new StringBuilder();
        for (byte b : clean.toString().getBytes(StandardCharsets.UTF_8)) {
            hex.append(String.format("%02x", b));
        }
        return hex.toString();
    }
}
