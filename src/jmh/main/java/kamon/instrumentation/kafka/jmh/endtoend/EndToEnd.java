package kamon.instrumentation.kafka.jmh.endtoend;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import kamon.instrumentation.kafka.jmh.Effort;
import kamon.instrumentation.kafka.jmh.Results;
import kamon.instrumentation.kafka.jmh.tools.Tool;
import kamon.instrumentation.kafka.testbed.ChildJvm;
import kamon.instrumentation.kafka.testbed.KafkaBroker;
import org.apache.kafka.clients.admin.Admin;

/** Real clients and a real broker: each tool in turn, again and again, so that drift hits all. */
public final class EndToEnd {
  public static final String PART = "endtoend";
  public static final List<Tool> TOOLS =
      List.of(Tool.NONE, Tool.HEADER_ONLY, Tool.BY_HAND, Tool.OURS, Tool.KAMON, Tool.OTEL);
  public static final List<Integer> RECORD_SIZES = List.of(100, 1024);

  private static final List<Tool> QUICK_TOOLS = List.of(Tool.NONE, Tool.OURS, Tool.KAMON);
  private static final Duration LIMIT = Duration.ofMinutes(5);
  // Kamon drops what does not fit into its queue of finished spans; its default is 10 seconds.
  private static final String TICK = "5 milliseconds";
  private static final ObjectMapper JSON = new ObjectMapper();

  private EndToEnd() {}

  public static void run(Effort effort) {
    ArrayNode figures = JSON.createArrayNode();
    try (KafkaBroker broker = KafkaBroker.start()) {
      for (int pair = 0; pair < effort.pairs(); pair++) {
        List<Tool> order = new ArrayList<>(effort.everyCase() ? TOOLS : QUICK_TOOLS);
        Collections.rotate(order, pair); // nobody is always first
        for (Tool tool : order) {
          System.out.printf("end to end %d/%d: %s%n", pair + 1, effort.pairs(), tool.label());
          figures.addAll(measure(broker, tool, effort));
        }
      }
    }
    Results.write(PART, effort, figures);
  }

  /** For each tracing and size in turn, all in one JVM. */
  static List<ObjectNode> measure(KafkaBroker broker, Tool tool, Effort effort) {
    List<Tracing> tracings = effort.everyCase() ? List.of(Tracing.values()) : List.of(Tracing.ALL);
    List<Integer> sizes = effort.everyCase() ? RECORD_SIZES : List.of(1024);
    String topic = "orders-" + System.nanoTime();
    broker.createTopic(topic, 1, Map.of("file.delete.delay.ms", "0"));
    try (ChildJvm jvm =
        ChildJvm.main(MeasuredTraffic.class.getName())
            .classPath(tool.classPath())
            .jvmArgs(tool.jvmArgs().toArray(String[]::new))
            .jvmArgs("-Xms1g", "-Xmx1g")
            .jvmArgs("-Dkamon.trace.tick-interval=" + TICK)
            .args(tool.name(), broker.bootstrapServers(), topic)
            .args(Integer.toString(effort.warmupRecords()), Integer.toString(effort.records()))
            .args(joined(tracings), joined(sizes))
            .start()) {
      List<ObjectNode> measured = new ArrayList<>();
      for (Tracing tracing : tracings) {
        sizes.forEach(size -> measured.add(figures(jvm, tool, tracing, size)));
      }
      return measured;
    } finally {
      delete(broker, topic);
    }
  }

  private static String joined(List<?> values) {
    return values.stream().map(String::valueOf).collect(Collectors.joining(","));
  }

  private static ObjectNode figures(ChildJvm jvm, Tool tool, Tracing tracing, int size) {
    String start = MeasuredTraffic.result(tracing, size);
    String line = jvm.awaitLine(start, LIMIT);
    ObjectNode figures =
        JSON.createObjectNode()
            .put("tool", tool.name())
            .put("tracing", tracing.name())
            .put("size", size);
    for (String figure : line.substring(line.indexOf(start) + start.length()).split(" ", -1)) {
      String[] parts = figure.split("=", -1);
      figures.put(parts[0], Long.parseLong(parts[1]));
    }
    return figures;
  }

  /** Before the next one, whose broker would otherwise still be busy with it. */
  private static void delete(KafkaBroker broker, String topic) {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
      admin.deleteTopics(List.of(topic)).all().get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("Could not delete " + topic, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
