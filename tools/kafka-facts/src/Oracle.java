import java.io.BufferedReader;
import java.io.PrintStream;
final class Oracle { static void run(BufferedReader in, PrintStream out) {} }
