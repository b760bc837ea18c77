package kamon.instrumentation.kafka.demo;

import java.io.Console;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.util.Map;

/**
 * What the demo prints to.
 *
 * @param charset how text becomes bytes there
 * @param blocks whether the block characters of {@link Bar} can be shown
 * @param colours whether escape sequences are understood and wanted
 * @param width in characters
 */
record Terminal(Charset charset, boolean blocks, boolean colours, int width) {
  private static final int MIN_WIDTH = 80;
  private static final int DEFAULT_WIDTH = 110;
  private static final int MAX_WIDTH = 240;

  // Null where there is none, on newer JDKs too: the demo is started with -Djdk.console=java.base.
  @SuppressWarnings("SystemConsoleNull")
  static Terminal current() {
    Console console = System.console();
    // Not Charset.defaultCharset(): from JDK 18 on it is UTF-8 on every terminal.
    Charset charset =
        console == null
            ? Charset.forName(System.getProperty("native.encoding", "US-ASCII"))
            : console.charset();
    return of(charset, console != null, System.getenv());
  }

  static Terminal of(Charset charset, boolean interactive, Map<String, String> environment) {
    String kind = environment.getOrDefault("TERM", "dumb");
    // Windows has no TERM; its newer terminal names its session and knows colours.
    boolean capable = !kind.equals("dumb") || environment.containsKey("WT_SESSION");
    return new Terminal(
        charset,
        charset.newEncoder().canEncode(Bar.BLOCKS),
        interactive && capable && !environment.containsKey("NO_COLOR"),
        width(environment.getOrDefault("COLUMNS", "")));
  }

  private static int width(String columns) {
    return columns.matches("\\d{1,6}")
        ? Math.max(MIN_WIDTH, Math.min(MAX_WIDTH, Integer.parseInt(columns)))
        : DEFAULT_WIDTH;
  }

  PrintStream out() {
    return new PrintStream(new FileOutputStream(FileDescriptor.out), true, charset);
  }

  PrintStream err() {
    return new PrintStream(new FileOutputStream(FileDescriptor.err), true, charset);
  }
}
