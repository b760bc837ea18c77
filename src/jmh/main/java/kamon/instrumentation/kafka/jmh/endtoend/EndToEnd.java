package kamon.instrumentation.kafka.jmh.endtoend;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import kamon.instrumentation.kafka.jmh.Effort;
import kamon.instrumentation.kafka.jmh.MeasuredJvm;
import kamon.instrumentation.kafka.jmh.tools.Tool;
import kamon.instrumentation.kafka.testbed.KafkaBroker;

/** Real clients and a real broker: each tool in turn, again and again, so that drift hits all. */
public final class EndToEnd {
  static final List<Tool> TOOLS =
      List.of(Tool.NONE, Tool.HEADER_ONLY, Tool.BY_HAND, Tool.OURS, Tool.KAMON, Tool.OTEL);
  private static final List<Tool> QUICK_TOOLS = List.of(Tool.NONE, Tool.OURS, Tool.KAMON);

  private EndToEnd() {}

  /** With so many of the records traced. */
  public static ArrayNode run(Tracing tracing, Effort effort) throws IOException {
    ArrayNode figures = JsonNodeFactory.instance.arrayNode();
    try (KafkaBroker broker = KafkaBroker.start()) {
      for (int pair = 0; pair < effort.pairs(); pair++) {
        List<Tool> order = new ArrayList<>(effort.everyCase() ? TOOLS : QUICK_TOOLS);
        Collections.rotate(order, pair); // nobody is always first
        for (Tool tool : order) {
          System.out.printf(
              "%s %d/%d: %s%n", tracing.label(), pair + 1, effort.pairs(), tool.label());
          measure(broker, tool, tracing, effort, figures);
        }
      }
    }
    return figures;
  }

  /** For each size in turn, all in one JVM, which deletes the topic. */
  static void measure(
      KafkaBroker broker, Tool tool, Tracing tracing, Effort effort, ArrayNode figures)
      throws IOException {
    String topic = "orders-" + System.nanoTime();
    broker.createTopic(topic, 1, Map.of("file.delete.delay.ms", "0"));
    MeasuredJvm.run(
        MeasuredJvm.of(tool, MeasuredTraffic.class)
            .jvmArgs("-Xms1g", "-Xmx1g")
            // Kamon drops what does not fit into its queue of finished spans; default: 10 seconds.
            .jvmArgs("-Dkamon.trace.tick-interval=5 milliseconds")
            .args(tool.name(), tracing.name(), broker.bootstrapServers(), topic)
            .args(Integer.toString(effort.warmupRecords()), Integer.toString(effort.records())),
        figures);
  }
}
