package kamon.instrumentation.kafka.jmh.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import kamon.instrumentation.kafka.jmh.Effort;
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
  @EnumSource(names = {"NONE", "HEADER_ONLY", "BY_HAND", "OURS", "KAMON", "OTEL"})
  void traffic_of_every_tool_is_measured(Tool tool, KafkaBroker broker) {
    Effort effort = new Effort("test", true, 1, 1, 1, 1, 1, 1, RECORDS, RECORDS, 1);

    List<ObjectNode> measured = EndToEnd.measure(broker, tool, effort);

    assertThat(EndToEnd.TOOLS).contains(tool);
    assertThat(measured)
        .extracting(run -> run.get("tracing").asText() + " " + run.get("size").asInt())
        .containsExactly("ONE_PERCENT 100", "ONE_PERCENT 1024", "ALL 100", "ALL 1024");
    measured.forEach(run -> check(tool, run));
  }

  private static void check(Tool tool, ObjectNode figures) {
    assertThat(figures.get("tool").asText()).isEqualTo(tool.name());
    for (String figure :
        List.of(
            "sendRate",
            "sendBytes",
            "sendCpu",
            "p99",
            "requests",
            "pollRate",
            "pollBytes",
            "processRate",
            "processBytes",
            "heap")) {
      assertThat(figures.get(figure).asLong()).as(figure).isPositive();
    }
    // Of sending, the traces' own, and of processing; those of the last ticks are still to come.
    long reported = figures.get("reported").asLong();
    if (tool == Tool.BY_HAND || tool == Tool.OURS || tool == Tool.KAMON) {
      boolean all = figures.get("tracing").asText().equals("ALL");
      assertThat(reported).isBetween(all ? RECORDS : 1L, 12L * RECORDS);
    } else {
      assertThat(reported).isZero();
    }
  }
}
