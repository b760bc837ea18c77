package kamon.instrumentation.kafka.jmh;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;

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

  /** Where the report goes. */
  public static Path docs() {
    return Path.of(System.getProperty(DOCS)).normalize();
  }

  private static Path file(String part) {
    return docs().resolve("performance").resolve(part + ".json");
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

  /** Replaces what an earlier run has measured. */
  static void write(String part, Effort effort, JsonNode figures) {
    ObjectNode results =
        JSON.createObjectNode()
            .put("part", part)
            .put("effort", effort.everyCase() ? "full" : "quick")
            .put("at", Instant.now().truncatedTo(ChronoUnit.MINUTES).toString());
    try {
      describe(results.putObject("machine"));
      results.set("figures", figures);
      Files.createDirectories(file(part).getParent());
      JSON.writerWithDefaultPrettyPrinter().writeValue(file(part).toFile(), results);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void describe(ObjectNode machine) throws IOException {
    OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    machine
        .put("Processor", processor() + ", " + system.getAvailableProcessors() + " cores")
        .put("Memory", (system.getTotalMemorySize() >> 30) + " GiB")
        .put("System", property("os.name") + " " + property("os.version") + ", " + system.getArch())
        .put("JVM", property("java.vm.name") + " " + property("java.vm.version"));
    Properties versions = new Properties();
    try (InputStream file = Results.class.getResourceAsStream("/versions.properties")) {
      versions.load(file);
    }
    Map<String, Object> sorted = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    versions.forEach((name, version) -> sorted.put((String) name, version));
    machine.setAll(JSON.<ObjectNode>valueToTree(sorted));
  }

  private static String processor() throws IOException {
    Path linux = Path.of("/proc/cpuinfo");
    return !Files.exists(linux)
        ? "unknown"
        : Files.readAllLines(linux).stream()
            .filter(line -> line.startsWith("model name"))
            .map(line -> line.substring(line.indexOf(':') + 1).strip())
            .findFirst()
            .orElse("unknown");
  }

  private static String property(String name) {
    return System.getProperty(name);
  }
}
