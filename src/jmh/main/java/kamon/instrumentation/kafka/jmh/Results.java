package kamon.instrumentation.kafka.jmh;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

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

  public static Path docs() {
    return Path.of(System.getProperty(DOCS)).normalize();
  }

  private static Path file(String part) {
    return docs().resolve("performance").resolve(part + ".json");
  }

  /** What the last run of a part has measured; without fields when there was none. */
  public static JsonNode read(String part) throws IOException {
    return Files.exists(file(part)) ? JSON.readTree(file(part).toFile()) : JSON.createObjectNode();
  }

  /** Replaces what an earlier run has measured. */
  static void write(String part, Effort effort, JsonNode figures) throws IOException {
    ObjectNode results =
        JSON.createObjectNode()
            .put("part", part)
            .put("effort", effort.everyCase() ? "full" : "quick")
            .put("at", Instant.now().truncatedTo(ChronoUnit.MINUTES).toString());
    results.set("machine", machine());
    results.set("figures", figures);
    Files.createDirectories(file(part).getParent());
    JSON.writerWithDefaultPrettyPrinter().writeValue(file(part).toFile(), results);
  }

  private static ObjectNode machine() throws IOException {
    OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    Path linux = Path.of("/proc/cpuinfo");
    Matcher processor =
        Pattern.compile("model name\\s*: (.*)")
            .matcher(Files.exists(linux) ? Files.readString(linux) : "");
    String model = processor.find() ? processor.group(1) : "unknown";
    ObjectNode machine =
        JSON.createObjectNode()
            .put("Processor", model + ", " + system.getAvailableProcessors() + " cores")
            .put("Memory", (system.getTotalMemorySize() >> 30) + " GiB")
            .put("System", system.getName() + " " + system.getVersion() + ", " + system.getArch())
            .put("JVM", System.getProperty("java.vm.name") + " " + Runtime.version());
    try (InputStream versions = Results.class.getResourceAsStream("/versions.json")) {
      return machine.setAll((ObjectNode) JSON.readTree(versions));
    }
  }
}
