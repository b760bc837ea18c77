package kamon.instrumentation.kafka.reliability.fuzz;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/** Inputs that were found: in the repository a line of hex for each, for the fuzzer a file. */
public final class Corpus {
  private static final HexFormat HEX = HexFormat.of();

  private Corpus() {}

  public static List<byte[]> lines(Path file) throws IOException {
    return Files.readAllLines(file).stream().map(HEX::parseHex).toList();
  }

  /** Shortest first, so that a change of the corpus shows what was added. */
  public static void write(List<byte[]> inputs, Path file) throws IOException {
    List<byte[]> sorted = new ArrayList<>(inputs);
    sorted.sort(Arrays::compare);
    sorted.sort((one, other) -> Integer.compare(one.length, other.length));
    Files.write(file, sorted.stream().map(HEX::formatHex).distinct().toList());
  }

  public static List<byte[]> files(Path directory) throws IOException {
    List<byte[]> inputs = new ArrayList<>();
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file : files.sorted().toList()) {
        inputs.add(Files.readAllBytes(file));
      }
    }
    return inputs;
  }

  public static void writeFiles(List<byte[]> inputs, Path directory) throws IOException {
    Files.createDirectories(directory);
    for (int i = 0; i < inputs.size(); i++) {
      Files.write(directory.resolve("input-%04d".formatted(i)), inputs.get(i));
    }
  }
}
