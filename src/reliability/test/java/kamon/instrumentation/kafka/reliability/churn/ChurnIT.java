package kamon.instrumentation.kafka.reliability.churn;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import kamon.instrumentation.kafka.reliability.Effort;
import kamon.instrumentation.kafka.reliability.Figures;
import kamon.instrumentation.kafka.reliability.Measured;
import kamon.instrumentation.kafka.testbed.BrokerExtension;
import kamon.instrumentation.kafka.testbed.ChildJvm;
import kamon.instrumentation.kafka.testbed.KafkaBroker;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(BrokerExtension.class)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ChurnIT {
  private static final Figures FIGURES = new Figures("churn");
  private static final Effort EFFORT = Effort.current();

  // What differs between two looks at the same JVM; of 10,000 pairs, 300 bytes each.
  private static final long HEAP_NOISE = 3 << 20;
  // Classes that a JVM makes on its own, for reflection that has become frequent.
  private static final int CLASS_NOISE = 60;

  @AfterAll
  static void writeFigures() {
    FIGURES.write();
  }

  @Test
  @Order(1)
  void nothing_is_left_of_clients_that_were_closed(KafkaBroker broker) {
    int pairs = EFFORT.pick(36, 10_000);
    Measured measured =
        run(broker, ChurnMain.class, "256m", EFFORT.pick(44, 500).toString(), "" + pairs);

    assertThat(measured.get("spans")).as("sends reported").isEqualTo(pairs);
    assertThat(measured.get("traced")).as("records received with a header").isEqualTo(pairs);
    assertThat(measured.get("alive")).as("clients that cannot be collected").isZero();
    long growth = assertSettled(measured, "after");

    FIGURES.add("producers and consumers created and closed, of each", pairs);
    FIGURES.add("of them not collected", measured.get("alive"));
    FIGURES.add("heap after it, after collection", kilobytes(growth));
    FIGURES.add("threads", change(measured, "threads"));
    FIGURES.add("loaded classes", change(measured, "classes"));
    FIGURES.add("series of Kamon's metrics", change(measured, "series"));
  }

  @Test
  @Order(2)
  void many_producers_at_once_are_all_traced_and_go_as_they_came(KafkaBroker broker) {
    int producers = EFFORT.pick(200, 1_000);
    int restarts = EFFORT.pick(3, 30);
    Measured measured = run(broker, CrowdMain.class, "1g", "" + producers, "" + restarts);

    assertThat(measured.get("open spans")).as("sends reported").isEqualTo(producers);
    assertThat(measured.get("open kept")).as("clients read for metrics").isEqualTo(producers);
    assertSettled(measured, "after");
    assertThat(measured.get("acknowledged")).as("sends").isEqualTo(measured.get("begun"));
    assertThat(measured.get("restarts traced")).as("starts with spans after").isEqualTo(restarts);
    assertThat(measured.get("restarts measured"))
        .as("starts with metrics after")
        .isEqualTo(restarts);
    assertSettled(measured, "end");

    FIGURES.add("producers open at once, each send with a span", producers);
    FIGURES.add("Kamon stopped and started again in the midst of sends, times", restarts);
    FIGURES.add("records sent meanwhile", measured.get("acknowledged"));
    FIGURES.add("of them lost or failed", measured.get("begun") - measured.get("acknowledged"));
  }

  private static Measured run(KafkaBroker broker, Class<?> main, String heap, String... numbers) {
    String topic = main.getSimpleName();
    broker.createTopic(topic, 1);
    try (ChildJvm child =
        ChildJvm.main(main.getName())
            .jvmArgs("-javaagent:" + System.getProperty("agent.jar"))
            .jvmArgs("-Xmx" + heap, "-XX:+UseSerialGC", "-Xss256k", "-XX:TieredStopAtLevel=1")
            .args(broker.bootstrapServers(), topic)
            .args(numbers)
            .show(line -> line.matches("(warm|pair) \\d+ of \\d+"))
            .start()) {
      int exit = child.awaitExit(EFFORT.pick(Duration.ofMinutes(8), Duration.ofMinutes(90)));
      assertThat(exit).as(() -> String.join("\n", child.lines())).isZero();
      assertNoFailure(child.lines());
      return new Measured(child.lines());
    }
  }

  private static void assertNoFailure(List<String> lines) {
    assertThat(lines).noneMatch(line -> line.contains("ERROR") || line.contains("Exception"));
  }

  /** Gives the growth of the heap. */
  private static long assertSettled(Measured measured, String when) {
    long growth = measured.get(when + " heap") - measured.get("before heap");
    assertThat(growth).as("growth of the heap").isLessThan(HEAP_NOISE);
    assertThat(measured.get(when + " threads"))
        .as("threads")
        .isLessThanOrEqualTo(measured.get("before threads"));
    assertThat(measured.get(when + " classes"))
        .as("loaded classes")
        .isLessThan(measured.get("before classes") + CLASS_NOISE);
    assertThat(measured.get(when + " series"))
        .as("series of Kamon's metrics")
        .isLessThanOrEqualTo(measured.get("before series"));
    assertThat(measured.get(when + " kept")).as("clients that we know").isZero();
    return growth;
  }

  private static String kilobytes(long bytes) {
    return "%,d KB %s".formatted(Math.abs(bytes) / 1024, bytes < 0 ? "less" : "more");
  }

  private static String change(Measured measured, String what) {
    return measured.get("before " + what) + " before, " + measured.get("after " + what) + " after";
  }
}
