package kamon.instrumentation.kafka.jmh.startup;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import kamon.instrumentation.kafka.jmh.Effort;
import org.junit.jupiter.api.Test;

class StartupIT {

  @Test
  void every_application_starts_and_ends_with_every_tool() throws Exception {
    List<String> measured = new ArrayList<>();
    Startup.run(new Effort(false, 0, 0, 0, 0, 0, 0, 0, 1))
        .forEach(
            figure -> {
              assertThat(figure.get("nanos").asLong()).as("%s", figure).isPositive();
              measured.add(figure.get("application").asText() + ", " + figure.get("tool").asText());
            });

    assertThat(measured)
        .containsExactly(
            "hello world, NONE",
            "Kafka application, NONE",
            "hello world, EMPTY_AGENT",
            "Kafka application, EMPTY_AGENT",
            "hello world, OURS",
            "Kafka application, OURS",
            "hello world, KAMON",
            "Kafka application, KAMON",
            "hello world, OTEL",
            "Kafka application, OTEL",
            "Kafka application with an AppCDS archive, NONE",
            "Kafka application with an AppCDS archive, OURS",
            "weaving all targets, OURS");
  }
}
