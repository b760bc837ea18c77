package kamon.instrumentation.kafka.agent;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.tools.attach.VirtualMachine;
import java.nio.file.Path;
import java.util.List;
import kamon.instrumentation.kafka.agent.child.OtherAgent;
import kamon.instrumentation.kafka.agent.child.ScriptedApplication;
import kamon.instrumentation.kafka.testbed.BrokerExtension;
import kamon.instrumentation.kafka.testbed.ChildJvm;
import kamon.instrumentation.kafka.testbed.KafkaBroker;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(BrokerExtension.class)
final class LateAttachIT {
  private static final String RETRANSFORMED =
      "retransformed [KafkaConsumer, KafkaProducer, ProducerRecord, RecordHeaders]";

  private static final String LATE =
      "[kamon-kafka-agent] WARN was attached after KafkaConsumer, KafkaProducer,"
          + " ProducerRecord, RecordHeaders had been loaded. Spans and headers work, but records take"
          + " the context they are sent in, not the one they were built in, and consumer spans lack"
          + " client id, group id and poll time. Start the JVM with -javaagent to have all of it";

  private final KafkaBroker broker;
  private final String topic;

  LateAttachIT(KafkaBroker broker) {
    this.broker = broker;
    topic = Topics.create(broker);
  }

  @Test
  void before_kafka_is_loaded_all_works_and_attaching_again_changes_nothing(@TempDir Path directory)
      throws Exception {
    String later = Topics.create(broker);
    try (ChildJvm child = start()) {
      child.awaitLine("ready", ChildRun.LIMIT);
      attach(child, Jars.AGENT);
      attach(child, Jars.AGENT);
      tell(child, "start");
      tell(child, "traced " + topic);
      attach(child, Jars.agentOf(OtherAgent.class, directory));
      attach(child, Jars.AGENT);
      tell(child, "traced " + later);
      child.sendLine("stop");
      ChildRun run = ChildRun.end(child);
      assertThat(run.exitCode()).isZero();
      assertThat(run.lines())
          .containsExactlyElementsOf(
              Expected.lines(
                  List.of("ready", "done: start", Expected.startLine()),
                  Expected.polled("[kctx]"),
                  Expected.PROCESSED,
                  List.of("done: traced " + topic, RETRANSFORMED),
                  Expected.polled("[kctx]"),
                  Expected.PROCESSED,
                  List.of("done: traced " + later)));
      Expected.assertTraced(run.spans().subList(0, 5), topic);
      Expected.assertTraced(run.spans().subList(5, run.spans().size()), later);
    }
  }

  @Test
  void after_kafka_was_used_sends_are_traced_and_one_line_says_what_is_not(@TempDir Path directory)
      throws Exception {
    String later = Topics.create(broker);
    try (ChildJvm child = start()) {
      tell(child, "start");
      tell(child, "plain " + topic);
      attach(child, Jars.AGENT);
      attach(child, Jars.AGENT);
      attach(child, Jars.agentOf(OtherAgent.class, directory));
      tell(child, "traced " + later);
      child.sendLine("stop");
      ChildRun run = ChildRun.end(child);
      assertThat(run.exitCode()).isZero();
      assertThat(run.lines())
          .containsExactlyElementsOf(
              Expected.lines(
                  List.of("ready", "done: start"),
                  Expected.polled("[]"),
                  List.of("done: plain " + topic, Expected.startLine(), LATE, RETRANSFORMED),
                  Expected.polled("[kctx]"),
                  Expected.PROCESSED,
                  List.of("done: traced " + later)));
      Expected.assertTracedWithoutPollFacts(run.spans(), later);
    }
  }

  @Test
  void after_kafka_was_used_without_kamon_one_line_says_what_is_missing() throws Exception {
    String later = Topics.create(broker);
    try (ChildJvm child = start(ClassPath.ofApplication())) {
      tell(child, "plain " + topic);
      attach(child, Jars.AGENT);
      tell(child, "plain " + later);
      child.sendLine("end");
      ChildRun run = ChildRun.end(child);
      assertThat(run.exitCode()).isZero();
      assertThat(run.lines())
          .containsExactlyElementsOf(
              Expected.lines(
                  List.of("ready"),
                  Expected.polled("[]"),
                  List.of(
                      "done: plain " + topic,
                      Expected.notTraced(
                          Expected.systemLoader(),
                          "Kamon is not visible from there. Add io.kamon:kamon-core_2.13 (or"
                              + " kamon-bundle_2.13) and a reporter to the application, next to"
                              + " kafka-clients, and call Kamon.init() or start with"
                              + " -javaagent:kamon-kafka-agent.jar=init")),
                  Expected.polled("[]"),
                  List.of("done: plain " + later)));
    }
  }

  @Test
  void attaching_to_a_jvm_that_was_started_with_the_agent_changes_nothing() throws Exception {
    try (ChildJvm child = start(ClassPath.ofTracedApplication(), ChildRun.javaagent(Jars.AGENT))) {
      tell(child, "start");
      attach(child, Jars.AGENT);
      tell(child, "traced " + topic);
      child.sendLine("stop");
      ChildRun run = ChildRun.end(child);
      assertThat(run.exitCode()).isZero();
      assertThat(run.lines())
          .containsExactlyElementsOf(
              Expected.lines(
                  List.of("ready", "done: start", Expected.startLine()),
                  Expected.polled("[kctx]"),
                  Expected.PROCESSED,
                  List.of("done: traced " + topic)));
      Expected.assertTraced(run.spans(), topic);
    }
  }

  @Test
  void another_agent_that_transforms_kafka_again_changes_nothing_under_kanela(
      @TempDir Path directory) throws Exception {
    try (ChildJvm child = start(ClassPath.ofTracedApplication(), ChildRun.javaagent(Jars.KANELA))) {
      assertTracedAfterAnother(
          child, directory, List.of(Expected.kanelaLine(), "ready", "done: start"));
    }
  }

  @Test
  void another_agent_that_transforms_kafka_again_changes_nothing_under_a_bundle_that_attaches(
      @TempDir Path directory) throws Exception {
    ClassPath classPath = ClassPath.ofApplication().library().kamon().bundle();
    try (ChildJvm child = start(classPath, KanelaIT.WITHOUT_METRICS)) {
      assertTracedAfterAnother(
          child, directory, List.of("ready", Expected.kanelaLine(), "done: start"));
    }
  }

  private void assertTracedAfterAnother(ChildJvm child, Path directory, List<String> started)
      throws Exception {
    String later = Topics.create(broker);
    tell(child, "start");
    tell(child, "traced " + topic);
    attach(child, Jars.agentOf(OtherAgent.class, directory));
    tell(child, "traced " + later);
    child.sendLine("stop");
    ChildRun run = ChildRun.end(child);
    assertThat(run.exitCode()).isZero();
    assertThat(run.lines())
        .containsExactlyElementsOf(
            Expected.lines(
                started,
                Expected.polled("[kctx]"),
                Expected.PROCESSED,
                List.of("done: traced " + topic, RETRANSFORMED),
                Expected.polled("[kctx]"),
                Expected.PROCESSED,
                List.of("done: traced " + later)));
    Expected.assertTraced(run.spans().subList(0, 5), topic);
    Expected.assertTraced(run.spans().subList(5, run.spans().size()), later);
  }

  private ChildJvm start(String... jvmArgs) {
    return start(ClassPath.ofTracedApplication(), jvmArgs);
  }

  private ChildJvm start(ClassPath classPath, String... jvmArgs) {
    return ChildRun.jvm(ScriptedApplication.class, classPath)
        .jvmArgs(jvmArgs)
        .args(broker.bootstrapServers())
        .start();
  }

  private static void tell(ChildJvm child, String command) {
    child.sendLine(command);
    child.awaitLine("done: " + command, ChildRun.LIMIT);
  }

  /** Returns when the agent's agentmain has. */
  private static void attach(ChildJvm child, Path agent) throws Exception {
    VirtualMachine jvm = VirtualMachine.attach(Long.toString(child.pid()));
    try {
      jvm.loadAgent(agent.toString());
    } finally {
      jvm.detach();
    }
  }
}
