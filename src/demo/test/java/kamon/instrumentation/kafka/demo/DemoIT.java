package kamon.instrumentation.kafka.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import kamon.instrumentation.kafka.testbed.ChildJvm;
import kamon.instrumentation.kafka.testbed.ChildJvmBuilder;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

final class DemoIT {

  private static final Duration LIMIT = Duration.ofMinutes(4);
  private static final int BROKER_AND_SERVICES = 4;
  private static final Pattern BAR = Pattern.compile(" *[█▌▐#]+ *");
  private static final Pattern DURATION = Pattern.compile(" +\\d+\\.\\d ms");

  @Test
  void traces_over_three_services_are_shown() {
    try (ChildJvm demo = demo().env("COLUMNS", "140").start()) {
      demo.awaitLine("polling", LIMIT);
      List<ProcessHandle> processes = awaitProcesses(demo, BROKER_AND_SERVICES);
      assertThat(demo.awaitExit(LIMIT)).isZero();
      assertGone(processes);

      List<String> lines = demo.lines();
      assertThat(lines)
          .containsSubsequence(
              "kamon-kafka demo: three services, two topics, one trace for each order",
              "Starting payments and shipping under kamon-kafka-agent.jar ... polling",
              "What to look at:");
      assertThat(lines)
          .anyMatch(line -> line.matches("Starting a Kafka broker \\.\\.\\. 127\\.0\\.0\\.1:\\d+"))
          .anyMatch(line -> line.matches("Starting orders, waiting for 14 spans \\.{3}( \\d+)* 14"))
          .filteredOn(line -> line.startsWith("Trace "))
          .satisfiesExactly(
              line -> assertThat(line).contains(": 5 spans in 3 services, "),
              line -> assertThat(line).contains(": 5 spans in 3 services, "),
              line -> assertThat(line).contains(": 4 spans in 3 services, "));

      List<PrintedTrace> traces = PrintedTrace.all(lines);
      assertThat(traces).hasSize(3);
      assertShows(traces.get(0), 1, "orders", "POST /orders", 0);
      assertShows(traces.get(1), 2, "orders", "POST /orders", 1);
      assertShows(traces.get(2), 3, null, null, 2);
    }
  }

  /** One order, through all services, each span below the one that caused it. */
  private static void assertShows(
      PrintedTrace trace, int order, String rootService, String rootName, int offset) {
    List<PrintedTrace.Row> rows = trace.rows();
    int depth = 0;
    if (rootName != null) {
      assertRow(rows.get(0), rootService, depth++, rootName, "");
    }
    assertThat(rows).hasSize(depth + 4);
    String record = "topic=%s partition=0 %skey=order-" + order;
    String at = "offset=" + offset + " ";
    String sent = record + " client=%s";
    String polled = record + " client=%s group=%s poll=\\d+\\.\\dms";
    assertRow(
        rows.get(depth),
        "orders",
        depth++,
        "producer.send",
        sent.formatted("orders", "", "orders"));
    assertRow(
        rows.get(depth),
        "payments",
        depth++,
        "consumer.process",
        polled.formatted("orders", at, "payments-0", "payments"));
    assertRow(
        rows.get(depth),
        "payments",
        depth++,
        "producer.send",
        sent.formatted("payments", "", "payments-1"));
    assertRow(
        rows.get(depth),
        "shipping",
        depth,
        "ship order",
        polled.formatted("payments", at, "shipping", "shipping"));
    assertThat(rows.get(0).bar()).as("the first span starts with the axis").doesNotStartWith(" ");
    assertThat(rows)
        .extracting(row -> row.bar().length() - row.bar().stripLeading().length())
        .as("spans start one after the other")
        .isSorted();
  }

  private static void assertRow(
      PrintedTrace.Row row, String service, int depth, String name, String tags) {
    assertThat(row.service()).isEqualTo(service);
    assertThat(row.depth()).isEqualTo(depth);
    assertThat(row.name()).isEqualTo(name);
    assertThat(row.tags()).matches(tags);
    assertThat(row.bar()).matches(BAR);
    assertThat(row.duration()).hasSize(11).matches(DURATION);
  }

  @Test
  void taken_port_is_an_error_before_anything_starts() throws Exception {
    try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        ChildJvm demo = demo().jvmArgs("-Ddemo.port=" + other.getLocalPort()).start()) {
      assertThat(demo.awaitExit(LIMIT)).isEqualTo(1);
      // Windows has more to say than "Address already in use".
      assertThat(demo.lines())
          .noneMatch(line -> line.startsWith("Starting"))
          .last(InstanceOfAssertFactories.STRING)
          .startsWith(
              "The demo failed: Port %d cannot be used: Address already in use"
                  .formatted(other.getLocalPort()))
          .endsWith(". Choose another one with -Ddemo.port, or leave that out for any free one.");
    }
  }

  @Test
  void service_that_dies_ends_the_demo() {
    try (ChildJvm demo = demo().start()) {
      List<ProcessHandle> processes = awaitProcesses(demo, BROKER_AND_SERVICES - 1);
      processes.get(2).destroyForcibly();
      assertThat(demo.awaitExit(LIMIT)).isEqualTo(1);
      assertGone(processes);
      assertThat(demo.lines())
          .anyMatch(
              line ->
                  line.matches(
                      "The demo failed: Service (payments|shipping) died with exit code \\d+\\. Was"
                          + " it killed, or is memory short\\? Try again\\."));
    }
  }

  @Test
  void broker_that_dies_ends_the_demo() {
    try (ChildJvm demo = demo().start()) {
      List<ProcessHandle> processes = awaitProcesses(demo, BROKER_AND_SERVICES - 1);
      processes.get(0).destroyForcibly();
      assertThat(demo.awaitExit(LIMIT)).isEqualTo(1);
      assertGone(processes);
      assertThat(demo.lines())
          .contains(
              "The demo failed: The Kafka broker died. Was it killed, or is memory short? Try"
                  + " again.");
    }
  }

  @Test
  void interrupted_demo_stops_all_it_started() {
    try (ChildJvm demo = demo().start()) {
      List<ProcessHandle> processes = awaitProcesses(demo, BROKER_AND_SERVICES - 1);
      ProcessHandle handle = ProcessHandle.of(demo.pid()).orElseThrow();
      assumeTrue(handle.supportsNormalTermination(), "Windows has no signals to send");
      handle.destroy();
      assertThat(demo.awaitExit(LIMIT)).isEqualTo(128 + 15);
      assertGone(processes);
      assertThat(demo.lines())
          .endsWith("Interrupted: stopping the broker and the services.")
          .noneMatch(line -> line.startsWith("The demo failed"));
    }
  }

  @Test
  void killed_demo_leaves_no_process_behind() {
    try (ChildJvm demo = demo().start()) {
      List<ProcessHandle> processes = awaitProcesses(demo, BROKER_AND_SERVICES - 1);
      demo.kill();
      assertGone(processes);
    }
  }

  private static ChildJvmBuilder demo() {
    return ChildJvm.main(Demo.class.getName())
        .jvmArgs("-Ddemo.agent=" + System.getProperty("demo.agent"), "-Djdk.console=java.base");
  }

  /** What the demo started, oldest first: the broker, then services. */
  private static List<ProcessHandle> awaitProcesses(ChildJvm demo, int count) {
    ProcessHandle parent = ProcessHandle.of(demo.pid()).orElseThrow();
    await().atMost(LIMIT).until(() -> !parent.isAlive() || parent.children().count() >= count);
    List<ProcessHandle> children =
        parent.children().sorted((a, b) -> Long.compare(a.pid(), b.pid())).toList();
    assertThat(children)
        .as("processes, after output %s", demo.lines())
        .hasSizeBetween(count, BROKER_AND_SERVICES);
    return children;
  }

  private static void assertGone(List<ProcessHandle> processes) {
    for (ProcessHandle process : processes) {
      assertThat(process.onExit()).succeedsWithin(60, TimeUnit.SECONDS);
    }
  }
}
