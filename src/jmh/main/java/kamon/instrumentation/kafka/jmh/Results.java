package kamon.instrumentation.kafka.jmh;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * The figures of one part, as measured in one run on one machine: only such figures are compared
 * with each other. Kept as JSON next to the report, so that it can be written again, and a part
 * measured again, without measuring all.
 */
public final class Results {
  /** Property that says where the report and its figures go. */
  static final String DOCS = "bench.docs";

  private static final ObjectMapper JSON = new ObjectMapper();

  private Results() {}

  /** Replaces what an earlier run has measured. */
  public static void write(String part, Effort effort, JsonNode figures) {
    ObjectNode results =
        JSON.createObjectNode()
            .put("part", part)
            .put("effort", effort.name())
            .put("at", Instant.now().truncatedTo(ChronoUnit.MINUTES).toString());
    results.set("machine", JSON.valueToTree(Machine.describe()));
    results.set("figures", figures);
    try {
      Files.createDirectories(directory());
      JSON.writerWithDefaultPrettyPrinter().writeValue(file(part).toFile(), results);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What the last run of a part has measured. */
  public static Optional<JsonNode> read(String part) {
    try {
      return Files.exists(file(part))
          ? Optional.of(JSON.readTree(file(part).toFile()))
          : Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path file(String part) {
    return directory().resolve(part + ".json");
  }

  private static Path directory() {
    return docs().resolve("performance");
  }

  /** Where the report goes. */
  public static Path docs() {
    return Path.of(System.getProperty(DOCS)).normalize();
  }
}
