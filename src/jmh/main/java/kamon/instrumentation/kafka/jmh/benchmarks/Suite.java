package kamon.instrumentation.kafka.jmh.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import kamon.instrumentation.kafka.jmh.Effort;
import kamon.instrumentation.kafka.jmh.MeasuredJvm;
import kamon.instrumentation.kafka.jmh.tools.Collector;
import kamon.instrumentation.kafka.jmh.tools.Tool;
import org.openjdk.jmh.Main;

/**
 * Runs the benchmarks of one part of suites.txt, each in JVMs of its own that are started with its
 * tool: all benchmarks once, then all again, so that a machine that gets slower or faster does so
 * for all.
 */
public final class Suite {
  /** JMH's name for the bytes of one operation. */
  public static final String BYTES = "gc.alloc.rate.norm";

  // Not to run together with other benchmarks on this machine, unless this is true.
  private static final String IGNORE_LOCK = "jmh.ignoreLock";

  private Suite() {}

  /** What JMH has measured, in JMH's format: a result for each benchmark and JVM. */
  public static ArrayNode run(String part, Effort effort) throws IOException {
    ArrayNode figures = JsonNodeFactory.instance.arrayNode();
    for (int round = 1; round <= effort.mainForks(); round++) {
      for (String line : lines(part)) {
        String[] words = line.split(" +", 4);
        String often = words[2];
        // No two JVMs compile the same: more of them for what most targets compare.
        int rounds = often.equals("once") ? effort.forks() : effort.mainForks();
        if (round <= rounds && (effort.everyCase() || often.equals("quick"))) {
          for (String tool : words[1].split(",", -1)) {
            System.out.printf("%s %d/%d: %s, %s%n", part, round, rounds, tool, words[3]);
            run(Tool.valueOf(tool), words[3], effort, figures);
          }
        }
      }
    }
    figures.forEach(Suite::prune);
    return figures;
  }

  private static String[] lines(String part) throws IOException {
    try (InputStream file = Suite.class.getResourceAsStream("suites.txt")) {
      String text = new String(file.readAllBytes(), UTF_8);
      return text.lines().filter(line -> line.startsWith(part + " ")).toArray(String[]::new);
    }
  }

  /** JMH's forks get class path and JVM options of the JVM that starts them. */
  private static void run(Tool tool, String options, Effort effort, ArrayNode figures)
      throws IOException {
    Path file = Files.createTempFile("jmh", ".json");
    boolean parallel = options.contains("collector=" + Collector.PARALLEL);
    String all =
        "%s -p tool=%s -f 1 -wi %d -w 1 -i %d -r 1 -prof gc -foe true -v SILENT -rf json -rff %s"
            .formatted(options, tool, effort.warmups(), effort.iterations(), file);
    MeasuredJvm.run(
        MeasuredJvm.of(tool, Main.class)
            .classPath(tool.standInClassPath())
            .jvmArgs((parallel ? Collector.PARALLEL : Collector.G1).jvmArg(), "-Xms1g", "-Xmx1g")
            .jvmArgs("-D" + IGNORE_LOCK + "=" + Boolean.getBoolean(IGNORE_LOCK))
            .args(all.split(" ", -1)),
        figures);
    new ObjectMapper().readTree(file.toFile()).forEach(figures::add);
    Files.delete(file);
  }

  /** Leaves what the report needs, without the paths of this machine. */
  private static void prune(JsonNode result) {
    ((ObjectNode) result)
        .retain("benchmark", "threads", "params", "primaryMetric", "secondaryMetrics");
    ((ObjectNode) result.get("primaryMetric")).retain("score", "rawData");
    ((ObjectNode) result.get("secondaryMetrics")).retain(BYTES);
    ((ObjectNode) result.at("/secondaryMetrics/" + BYTES)).retain("score");
  }
}
