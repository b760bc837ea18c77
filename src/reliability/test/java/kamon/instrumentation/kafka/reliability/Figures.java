package kamon.instrumentation.kafka.reliability;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What one part has measured: lines of a table, "what | measured". A long run keeps them next to
 * the page, from where {@link ReliabilityPage} takes them; a short one only prints them.
 */
public final class Figures {
  private static final String DOCS = "reliability.docs";

  private final String part;
  private final List<String> rows = new ArrayList<>();

  public Figures(String part) {
    this.part = part;
  }

  public static Path docs() {
    return Path.of(System.getProperty(DOCS)).normalize();
  }

  static Path file(String part) {
    return docs().resolve("reliability").resolve(part + ".txt");
  }

  /** Adds a line, and prints it, because long runs want to be watched. */
  public synchronized Figures add(String what, Object measured) {
    boolean isCount = measured instanceof Long || measured instanceof Integer;
    Object shown =
        isCount ? String.format(Locale.ROOT, "%,d", ((Number) measured).longValue()) : measured;
    String row = what + " | " + shown;
    System.out.println(part + ": " + row);
    rows.add(row);
    return this;
  }

  /** Replaces what an earlier long run has measured of the part. */
  public synchronized void write() {
    if (Effort.current() == Effort.SHORT) {
      return;
    }
    rows.add(0, "measured on | " + LocalDate.now(ZoneOffset.UTC));
    try {
      Files.createDirectories(file(part).getParent());
      Files.write(file(part), rows);
      ReliabilityPage.write();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Those of the last long run; none before there was one. */
  static List<String[]> read(String part) throws IOException {
    if (!Files.exists(file(part))) {
      return List.of();
    }
    return Files.readString(file(part)).lines().map(line -> line.split(" \\| ", 2)).toList();
  }
}
