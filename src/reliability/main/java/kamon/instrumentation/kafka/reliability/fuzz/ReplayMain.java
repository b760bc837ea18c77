package kamon.instrumentation.kafka.reliability.fuzz;

import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;

/** Tries what was found before, where there is no fuzzer. */
public final class ReplayMain {
  private ReplayMain() {}

  /**
   * Tries it.
   *
   * @param args a file with a line of hex for each input
   */
  public static void main(String[] args) throws Throwable {
    FuzzTarget.fuzzerInitialize();
    List<byte[]> inputs = Corpus.lines(Path.of(args[0]));
    for (byte[] input : inputs) {
      try {
        FuzzTarget.fuzzerTestOneInput(input);
      } catch (Throwable t) {
        System.out.println("Input " + HexFormat.of().formatHex(input));
        t.printStackTrace(System.out);
        System.exit(1);
      }
    }
    System.out.println("Tried " + inputs.size() + " inputs");
    System.exit(0);
  }
}
