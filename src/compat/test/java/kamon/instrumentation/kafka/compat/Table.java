package kamon.instrumentation.kafka.compat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * One table of the compatibility document. Each row is written by the test that found it out, into
 * a file of its own under target/, so that tests can run in parallel and in separate runs.
 *
 * @param title its heading
 * @param text what a row stands for
 * @param columns their headings
 * @param rows the first cells of all rows that it must have, in order
 */
public record Table(String title, String text, List<String> columns, Supplier<List<String>> rows) {
  private static final Path RESULTS = Path.of("target", "compat-results");

  /** "yes", or "-" for what a release does not have. */
  static String cell(boolean yes) {
    return yes ? "yes" : "-";
  }

  /** Forgets the results of former runs. */
  public void clear() {
    for (Path file : files()) {
      try {
        Files.delete(file);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** Keeps a result, and shows it as progress. */
  public void write(String row, String... cells) {
    if (!rows.get().contains(row) || cells.length + 1 != columns.size()) {
      throw new IllegalArgumentException(title + " has no such row: " + row);
    }
    List<String> all = new ArrayList<>(List.of(row));
    all.addAll(List.of(cells));
    try {
      Files.createDirectories(directory());
      Files.write(directory().resolve(fileName(row)), all);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    System.out.printf(
        "[compat] %s, %d of %d: %s%n",
        title, files().size(), rows.get().size(), String.join(" | ", all));
  }

  /** The cells of the rows found out so far, by their first cell. */
  Map<String, List<String>> results() {
    Map<String, List<String>> results = new HashMap<>();
    for (Path file : files()) {
      try {
        List<String> cells = Files.readAllLines(file);
        results.put(cells.get(0), cells);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return results;
  }

  private List<Path> files() {
    if (!Files.isDirectory(directory())) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(directory())) {
      return files.toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path directory() {
    return RESULTS.resolve(fileName(title));
  }

  private static String fileName(String text) {
    return text.replaceAll("[^A-Za-z0-9.]", "-");
  }
}
