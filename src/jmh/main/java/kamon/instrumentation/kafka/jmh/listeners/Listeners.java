package kamon.instrumentation.kafka.jmh.listeners;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.File;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import kamon.instrumentation.kafka.jmh.Effort;
import kamon.instrumentation.kafka.jmh.MeasuredJvm;
import kamon.instrumentation.kafka.jmh.endtoend.Tracing;
import kamon.instrumentation.kafka.jmh.tools.Tool;
import kamon.instrumentation.kafka.testbed.KafkaBroker;

/** A listener of Spring Kafka and a real broker: each way in turn, again and again. */
public final class Listeners {
  private Listeners() {}

  public static ArrayNode run(Effort effort) throws IOException {
    ArrayNode figures = JsonNodeFactory.instance.arrayNode();
    try (KafkaBroker broker = KafkaBroker.start()) {
      for (int pair = 0; pair < effort.pairs(); pair++) {
        List<Listening> order = new ArrayList<>(List.of(Listening.values()));
        Collections.rotate(order, pair); // nobody is always first
        for (Listening listening : order) {
          System.out.printf("listeners %d/%d: %s%n", pair + 1, effort.pairs(), listening.label());
          measure(broker, listening, effort, figures);
        }
      }
    }
    return figures;
  }

  private static void measure(
      KafkaBroker broker, Listening listening, Effort effort, ArrayNode figures)
      throws IOException {
    String topic = "listened-" + System.nanoTime();
    for (Tracing tracing : Tracing.values()) {
      broker.createTopic(topic + tracing, 1);
    }
    Tool tool = listening.tool();
    MeasuredJvm.run(
        MeasuredJvm.of(tool, MeasuredListener.class)
            .classPath(tool.classPath() + File.pathSeparator + Tool.springClassPath())
            .jvmArgs("-Xms1g", "-Xmx1g", "-Dkamon.trace.tick-interval=5 milliseconds")
            .jvmArgs(listening.jvmArg())
            .args(listening.name(), broker.bootstrapServers(), topic)
            .args(Integer.toString(effort.warmupRecords()), Integer.toString(effort.records())),
        figures);
  }
}
