package kamon.instrumentation.kafka.jmh.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import kamon.instrumentation.kafka.jmh.tools.Tool;
import kamon.instrumentation.kafka.testbed.BrokerExtension;
import kamon.instrumentation.kafka.testbed.KafkaBroker;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The measured JVM itself fails when its records do not carry the header of its tool. */
@ExtendWith(BrokerExtension.class)
class EndToEndIT {
  private static final int RECORDS = 2000;

  @ParameterizedTest
  @EnumSource(names = {"NONE", "HEADER_ONLY", "OURS", "KAMON", "OTEL"})
  void traffic_of_every_tool_is_measured(Tool tool, KafkaBroker broker) {
    ObjectNode figures = EndToEnd.measure(broker, tool, Tracing.ALL, 100, RECORDS, RECORDS);

    assertThat(EndToEnd.TOOLS).contains(tool);
    assertThat(figures.get("tool").asText()).isEqualTo(tool.name());
    assertThat(figures.get("size").asInt()).isEqualTo(100);
    for (String figure :
        List.of(
            "sendRate",
            "sendBytes",
            "sendCpu",
            "p99",
            "pollRate",
            "pollBytes",
            "processRate",
            "processBytes",
            "heap")) {
      assertThat(figures.get(figure).asLong()).as(figure).isPositive();
    }
    // Spans of the two or three last ticks are still to come.
    long reported = figures.get("reported").asLong();
    if (tool == Tool.OURS || tool == Tool.KAMON) {
      assertThat(reported).isBetween((long) RECORDS, 3L * RECORDS);
    } else {
      assertThat(reported).isZero();
    }
  }
}
