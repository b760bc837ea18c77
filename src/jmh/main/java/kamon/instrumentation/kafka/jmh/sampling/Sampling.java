package kamon.instrumentation.kafka.jmh.sampling;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.util.Map;
import kamon.instrumentation.kafka.jmh.Effort;
import kamon.instrumentation.kafka.jmh.MeasuredJvm;
import kamon.instrumentation.kafka.jmh.tools.Tool;
import kamon.instrumentation.kafka.testbed.KafkaBroker;

/** What it costs to read the metrics of many clients. */
public final class Sampling {
  private static final int PARTITIONS = 1000;
  private static final int CLIENTS = 50;

  private Sampling() {}

  public static ArrayNode run(Effort effort) throws IOException {
    ArrayNode figures = JsonNodeFactory.instance.arrayNode();
    int rounds = 15 * effort.pairs();
    try (KafkaBroker broker = KafkaBroker.start()) {
      measure(broker, 2, 20, rounds, figures);
      if (effort.pairs() > 1) {
        measure(broker, CLIENTS, PARTITIONS, rounds, figures);
      }
    }
    return figures;
  }

  private static void measure(
      KafkaBroker broker, int clients, int partitions, int rounds, ArrayNode figures)
      throws IOException {
    System.out.printf("sampling: %d clients, %d partitions%n", clients, partitions);
    String topic = "sampled-" + partitions;
    broker.createTopic(topic, partitions, Map.of("segment.index.bytes", "1024"));
    MeasuredJvm.run(
        MeasuredJvm.of(Tool.OURS, MeasuredSampling.class)
            .args(broker.bootstrapServers(), topic)
            .args(Integer.toString(clients), Integer.toString(partitions))
            .args(Integer.toString(rounds)),
        figures);
  }
}
