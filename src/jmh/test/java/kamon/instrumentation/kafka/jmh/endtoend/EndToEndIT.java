package kamon.instrumentation.kafka.jmh.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.List;
import java.util.Set;
import kamon.instrumentation.kafka.jmh.Effort;
import kamon.instrumentation.kafka.jmh.tools.Tool;
import kamon.instrumentation.kafka.testbed.BrokerExtension;
import kamon.instrumentation.kafka.testbed.KafkaBroker;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** The measured JVM itself fails when its records do not carry the header of its tool. */
@ExtendWith(BrokerExtension.class)
class EndToEndIT {
  static final List<Tool> TOOLS = EndToEnd.TOOLS;
  private static final int RECORDS = 2000;

  @ParameterizedTest
  @FieldSource("TOOLS")
  void traffic_of_every_tool_is_measured(Tool tool, KafkaBroker broker) throws Exception {
    ArrayNode measured = JsonNodeFactory.instance.arrayNode();
    EndToEnd.measure(broker, tool, new Effort(true, 0, 0, 0, 0, 0, RECORDS, RECORDS, 0), measured);

    assertThat(measured)
        .extracting(run -> run.get("tracing").asText() + " " + run.get("size").asInt())
        .containsExactly("ONE_PERCENT 100", "ONE_PERCENT 1024", "ALL 100", "ALL 1024");
    measured.forEach(run -> check(tool, run));
  }

  private static void check(Tool tool, JsonNode run) {
    assertThat(run.get("tool").asText()).isEqualTo(tool.name());
    for (String phase : List.of("send", "poll", "process")) {
      assertThat(run.get(phase + "Rate").asLong()).as(phase + "Rate").isPositive();
      assertThat(run.get(phase + "Bytes").asLong()).as(phase + "Bytes").isPositive();
      assertThat(run.get(phase + "Cpu").asLong()).as(phase + "Cpu").isNotNegative();
    }
    for (String figure : List.of("p99", "requests", "heap")) {
      assertThat(run.get(figure).asLong()).as(figure).isPositive();
    }
    // Of sending, the traces' own, and of processing; those of the last ticks are still to come.
    long reported = run.get("reported").asLong();
    if (Set.of(Tool.BY_HAND, Tool.OURS, Tool.KAMON).contains(tool)) {
      boolean all = run.get("tracing").asText().equals("ALL");
      assertThat(reported).isBetween(all ? RECORDS : 1L, 12L * RECORDS);
    } else {
      assertThat(reported).isZero();
    }
  }
}
