package kamon.instrumentation.kafka.reliability.firstuse;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import kamon.instrumentation.kafka.reliability.Effort;
import kamon.instrumentation.kafka.reliability.Figures;
import kamon.instrumentation.kafka.testbed.BrokerExtension;
import kamon.instrumentation.kafka.testbed.ChildJvm;
import kamon.instrumentation.kafka.testbed.KafkaBroker;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Runs {@link FirstUse} in fresh JVMs, several at a time; -Dfirstuse.jvms says how many. */
@ExtendWith(BrokerExtension.class)
class FirstUseIT {
  private static final int AT_A_TIME = 3;
  private static final Duration LIMIT = Duration.ofMinutes(3);
  private static final Pattern TRACED =
      Pattern.compile(
          "TRACED sent=(\\d+) came=(\\d+) out-of-order=0 traced-sent=(\\d+) traced-came=(\\d+)"
              + " with-spans=(\\d+)");

  private final int jvms = Effort.current().pick(3, Integer.getInteger("firstuse.jvms", 100));

  @Test
  void what_is_sent_once_kamon_has_started_is_traced_whoever_came_first(KafkaBroker broker)
      throws Exception {
    ExecutorService several = Executors.newFixedThreadPool(AT_A_TIME);
    long sent = 0;
    long early = 0;
    try {
      List<Future<long[]>> runs = new ArrayList<>();
      for (int i = 0; i < jvms; i++) {
        String topic = "first-use-" + i;
        runs.add(several.submit(() -> run(broker, topic)));
      }
      int done = 0;
      for (Future<long[]> run : runs) {
        sent += run.get()[0];
        early += run.get()[1];
        if (++done % 10 == 0) {
          System.out.println("firstuse: " + done + " of " + jvms);
        }
      }
    } finally {
      several.shutdownNow();
    }
    new Figures("firstuse")
        .add("JVMs, each with 16 threads", jvms)
        .add("deadlocks", 0)
        .add("classes left unwoven", 0)
        .add("records sent, all consumed in their order", sent)
        .add("of them sent before Kamon had started", early)
        .add("of the others without header or span", 0)
        .write();
  }

  private static long[] run(KafkaBroker broker, String topic) {
    broker.createTopic(topic, FirstUse.SENDERS);
    try (ChildJvm child =
        ChildJvm.main(FirstUse.class.getName())
            .jvmArgs(
                "-Xmx128m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-javaagent:" + System.getProperty("agent.jar") + "=quiet")
            .args(broker.bootstrapServers(), topic)
            .start()) {
      child.awaitLine("END", LIMIT);
      assertThat(child.awaitExit(LIMIT)).isZero();
      assertThat(child.lines())
          .contains(
              "WOVEN {KafkaConsumer=true, KafkaProducer=true, ProducerRecord=true,"
                  + " RecordHeaders=true}");
      Matcher traced = TRACED.matcher(child.awaitLine("TRACED", LIMIT));
      assertThat(traced.matches()).as(traced.toString()).isTrue();
      long sent = Long.parseLong(traced.group(1));
      long tracedSent = Long.parseLong(traced.group(3));
      assertThat(tracedSent).isEqualTo(FirstUse.SENDERS * 10L);
      assertThat(traced.group(2)).isEqualTo("" + sent);
      assertThat(traced.group(4)).isEqualTo("" + tracedSent);
      assertThat(traced.group(5)).isEqualTo("" + tracedSent);
      return new long[] {sent, sent - tracedSent};
    }
  }
}
