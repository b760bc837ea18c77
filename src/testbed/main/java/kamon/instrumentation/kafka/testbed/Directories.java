package kamon.instrumentation.kafka.testbed;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Temporary directories. */
final class Directories {

  private Directories() {}

  /** Deletes a directory with all it holds, as far as the system lets us. */
  static void delete(Path directory) {
    try (Stream<Path> tree = Files.walk(directory)) {
      List<Path> deepestFirst = tree.sorted(Comparator.reverseOrder()).toList();
      for (Path path : deepestFirst) {
        Files.deleteIfExists(path);
      }
    } catch (IOException | UncheckedIOException e) {
      // A file still in use on Windows, or written meanwhile: the system's temp cleaning has it.
    }
  }
}
