package kamon.instrumentation.kafka.reliability.concurrency;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import kamon.instrumentation.kafka.reliability.Effort;
import kamon.instrumentation.kafka.reliability.Figures;
import kamon.instrumentation.kafka.testbed.BrokerExtension;
import kamon.instrumentation.kafka.testbed.ChildJvm;
import kamon.instrumentation.kafka.testbed.KafkaBroker;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(BrokerExtension.class)
class ManyThreadsIT {
  private final KafkaBroker broker;

  ManyThreadsIT(KafkaBroker broker) {
    this.broker = broker;
  }

  @Test
  void no_context_is_mixed_up_and_no_span_left_open_by_many_threads() {
    String topic = "threads";
    for (String phase : List.of("sampled", "unsampled", "restarts")) {
      broker.createTopic(topic + "-" + phase, 4);
    }
    int each = Effort.current().pick(100, 5_000);
    long records = 16L * each * 2 + 16L * (each / 10);
    try (ChildJvm child =
        ChildJvm.main(ManyThreads.class.getName())
            .jvmArgs("-javaagent:" + System.getProperty("agent.jar"))
            .args(broker.bootstrapServers(), topic, String.valueOf(each))
            .start()) {
      child.awaitLine("done"::equals, Duration.ofSeconds(Effort.current().pick(180, 1200)));
      for (String phase : List.of("sampled", "unsampled", "restarts")) {
        assertThat(child.lines())
            .contains("RECORDS " + phase + " " + records + " " + records, "WRONG " + phase + " {}");
      }
      // A request, three spans for each of its two records, and those of callbacks.
      long spans = 16L * each + 2 * records;
      assertThat(child.lines()).contains("SPANS " + spans + " " + spans);
      assertThat(child.lines().stream().filter(line -> line.startsWith("RESTART "))).isEmpty();
      long restarts = Long.parseLong(times(child.lines(), "restarts"));
      assertThat(restarts).isGreaterThan(3);
      new Figures("concurrency")
          .add("threads that send, and that consume", "16 and 4")
          .add("records, each time sampled, not sampled, and while Kamon is started anew", records)
          .add("times that Kamon was started or configured anew meanwhile", restarts)
          .add("contexts that were mixed up", 0)
          .add("spans started and finished", spans)
          .write();
    }
  }

  private static String times(List<String> lines, String phase) {
    String times = "TIMES " + phase + " ";
    return lines.stream()
        .filter(line -> line.startsWith(times))
        .map(line -> line.substring(times.length()))
        .findFirst()
        .orElseThrow();
  }
}
