package kamon.instrumentation.kafka.reliability.fuzz;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;

/**
 * The long runs so far that broke no promise: "date | executions" each, in a file next to the
 * figures. A run goes on from the corpus that those before it have left, so they may be added up.
 */
final class FuzzRuns {
  private final Path file;

  FuzzRuns(Path file) {
    this.file = file;
  }

  void add(long executions) throws IOException {
    Files.writeString(
        file,
        "%s | %d\n".formatted(LocalDate.now(ZoneOffset.UTC), executions),
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
  }

  int count() throws IOException {
    return lines().size();
  }

  String firstDay() throws IOException {
    return lines().get(0)[0];
  }

  long executions() throws IOException {
    return lines().stream().mapToLong(line -> Long.parseLong(line[1])).sum();
  }

  private List<String[]> lines() throws IOException {
    return Files.readAllLines(file).stream().map(line -> line.split(" \\| ", 2)).toList();
  }
}
