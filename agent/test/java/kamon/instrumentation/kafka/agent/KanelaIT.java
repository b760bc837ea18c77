package kamon.instrumentation.kafka.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import kamon.instrumentation.kafka.agent.child.ScriptedApplication;
import kamon.instrumentation.kafka.agent.child.TracedApplication;
import kamon.instrumentation.kafka.testbed.BrokerExtension;
import kamon.instrumentation.kafka.testbed.ChildJvm;
import kamon.instrumentation.kafka.testbed.KafkaBroker;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(BrokerExtension.class)
final class KanelaIT {
  // Metrics of host and process need more jars and native code.
  static final String[] WITHOUT_METRICS = {
    "-Dkamon.modules.host-metrics.enabled=no",
    "-Dkamon.modules.process-metrics.enabled=no",
    "-Dkamon.modules.jvm-metrics.enabled=no"
  };

  private final KafkaBroker broker;
  private final String topic;

  KanelaIT(KafkaBroker broker) {
    this.broker = broker;
    topic = Topics.create(broker);
  }

  @Test
  void kanela_alone_gives_spans_with_all_tags() {
    ChildRun run = run(ClassPath.ofTracedApplication(), ChildRun.javaagent(Jars.KANELA));
    assertAllTraced(run, List.of(Expected.kanelaLine()));
  }

  @Test
  void bundle_before_the_library_gives_spans_with_our_tags_and_defaults() {
    assertAllTraced(
        runBundle(ClassPath.ofApplication().bundle().kamon().library()),
        List.of(Expected.kanelaLine()));
  }

  @Test
  void bundle_after_the_library_gives_spans_with_our_tags_and_defaults() {
    assertAllTraced(
        runBundle(ClassPath.ofApplication().library().kamon().bundle()),
        List.of(Expected.kanelaLine()));
  }

  @Test
  void switching_off_the_module_of_the_bundle_switches_ours_off() {
    ChildRun run =
        runBundle(
            ClassPath.ofApplication().bundle().kamon().library(),
            "-Dkanela.modules.kafka-clients.enabled=no");
    assertThat(run.exitCode()).isZero();
    assertThat(run.lines())
        .containsExactlyElementsOf(
            Expected.lines(Expected.polled("[]"), Expected.PROCESSED, List.of("done")));
    assertThat(run.spans())
        .extracting(span -> span.name)
        .containsExactly("request", "consumer.process", "consumer.process");
  }

  @Test
  void agent_before_kanela_weaves_alone() {
    assertAllTraced(
        run(
            ClassPath.ofTracedApplication(),
            ChildRun.javaagent(Jars.AGENT),
            ChildRun.javaagent(Jars.KANELA)),
        List.of(Expected.startLine()));
  }

  @Test
  void agent_after_kanela_stands_down() {
    assertAllTraced(
        run(
            ClassPath.ofTracedApplication(),
            ChildRun.javaagent(Jars.KANELA),
            ChildRun.javaagent(Jars.AGENT)),
        List.of(
            Expected.kanelaLine(),
            "[kamon-kafka-agent] INFO stands down: Kafka is instrumented by kanela already"));
  }

  @Test
  void agent_weaves_alone_where_the_bundle_attaches_later() {
    assertAllTraced(
        runBundle(
            ClassPath.ofApplication().bundle().kamon().library(), ChildRun.javaagent(Jars.AGENT)),
        List.of(Expected.startLineWithBundle()));
  }

  @Test
  void bundle_that_attaches_after_kafka_was_used_traces_what_it_can() {
    String later = Topics.create(broker);
    try (ChildJvm child =
        ChildRun.jvm(
                ScriptedApplication.class, ClassPath.ofApplication().library().kamon().bundle())
            .jvmArgs(WITHOUT_METRICS)
            .args(broker.bootstrapServers())
            .start()) {
      child.sendLine("plain " + topic);
      child.sendLine("start");
      child.sendLine("traced " + later);
      child.sendLine("stop");
      ChildRun run = ChildRun.end(child);
      assertThat(run.exitCode()).isZero();
      assertThat(run.lines())
          .containsExactlyElementsOf(
              Expected.lines(
                  List.of("ready"),
                  Expected.polled("[]"),
                  List.of("done: plain " + topic, Expected.kanelaLine(), "done: start"),
                  Expected.polled("[kctx]"),
                  Expected.PROCESSED,
                  List.of("done: traced " + later)));
      Expected.assertTracedWithoutPollFacts(run.spans(), later);
    }
  }

  @Test
  void status_page_lists_one_module_for_kafka_beside_our_agent_and_names_it() {
    assertTracedOnce(
        List.of("plain " + topic, "start", "status"),
        Expected.lines(
            Expected.polled("[]"),
            List.of("module kamon-kafka: Apache Kafka clients (woven by the kamon-kafka agent)")));
  }

  @Test
  void agent_weaves_alone_where_the_bundle_attaches_after_its_claim_was_lost() {
    assertTracedOnce(List.of("forget", "start"), List.of());
  }

  @Test
  void agent_weaves_alone_where_the_bundle_attaches_to_a_used_kafka_after_its_claim_was_lost() {
    assertTracedOnce(List.of("plain " + topic, "forget", "start"), Expected.polled("[]"));
  }

  /** Does as the commands say and then something traced. */
  private void assertTracedOnce(List<String> commands, List<String> printed) {
    String traced = Topics.create(broker);
    try (ChildJvm child =
        ChildRun.jvm(
                ScriptedApplication.class, ClassPath.ofApplication().library().kamon().bundle())
            .jvmArgs(WITHOUT_METRICS)
            .jvmArgs(ChildRun.javaagent(Jars.AGENT), "-Dorg.slf4j.simpleLogger.log.kamon=error")
            .args(broker.bootstrapServers())
            .start()) {
      commands.forEach(child::sendLine);
      child.sendLine("traced " + traced);
      child.sendLine("stop");
      ChildRun run = ChildRun.end(child);
      assertThat(run.exitCode()).isZero();
      assertThat(run.lines())
          .filteredOn(line -> !line.startsWith("done: "))
          .filteredOn(line -> !line.contains("Records are sent to Kafka, but Kamon"))
          .containsExactlyElementsOf(
              Expected.lines(
                  List.of("ready", Expected.startLineWithBundle()),
                  printed,
                  Expected.polled("[kctx]"),
                  Expected.PROCESSED));
      Expected.assertTraced(run.spans(), traced);
    }
  }

  private void assertAllTraced(ChildRun run, List<String> agentLines) {
    assertThat(run.exitCode()).isZero();
    assertThat(run.lines())
        .containsExactlyElementsOf(
            Expected.lines(
                agentLines, Expected.polled("[kctx]"), Expected.PROCESSED, List.of("done")));
    Expected.assertTraced(run.spans(), topic);
  }

  private ChildRun run(ClassPath classPath, String... jvmArgs) {
    return ChildRun.of(
        ChildRun.jvm(TracedApplication.class, classPath)
            .jvmArgs(jvmArgs)
            .args(broker.bootstrapServers(), topic));
  }

  private ChildRun runBundle(ClassPath classPath, String... jvmArgs) {
    return run(
        classPath, Stream.of(WITHOUT_METRICS, jvmArgs).flatMap(Stream::of).toArray(String[]::new));
  }
}
