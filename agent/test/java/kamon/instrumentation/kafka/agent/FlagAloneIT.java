package kamon.instrumentation.kafka.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import kamon.instrumentation.kafka.agent.child.ChildReporter;
import kamon.instrumentation.kafka.agent.child.ChildSpan;
import kamon.instrumentation.kafka.agent.child.Redeployed;
import kamon.instrumentation.kafka.agent.child.TracedApplication;
import kamon.instrumentation.kafka.agent.child.UnstartedApplication;
import kamon.instrumentation.kafka.testbed.BrokerExtension;
import kamon.instrumentation.kafka.testbed.KafkaBroker;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Applications that have Kamon and not our library: the agent brings it. */
@ExtendWith(BrokerExtension.class)
final class FlagAloneIT {
  private static final String REPORTER = "-Dkamon.modules.child.";

  private final KafkaBroker broker;
  private final String topic;

  FlagAloneIT(KafkaBroker broker) {
    this.broker = broker;
    topic = Topics.create(broker);
  }

  @Test
  void flag_alone_gives_the_spans_that_the_library_gives_and_no_other_line() {
    ChildRun run =
        ChildRun.of(
            ChildRun.jvm(TracedApplication.class, ClassPath.ofApplication().kamon())
                .jvmArgs(ChildRun.javaagent(Jars.AGENT))
                .args(broker.bootstrapServers(), topic));
    assertThat(run.lines())
        .containsExactlyElementsOf(
            Expected.lines(
                List.of(Expected.startLine()),
                Expected.polled("[kctx]"),
                Expected.PROCESSED,
                List.of("done")));
    assertThat(run.exitCode()).isZero();
    Expected.assertTraced(run.spans(), topic);
  }

  @Test
  void settings_hold_although_our_reference_conf_came_after_kamons_configuration() {
    ChildRun run =
        ChildRun.of(
            ChildRun.jvm(TracedApplication.class, ClassPath.ofApplication().kamon())
                .jvmArgs(ChildRun.javaagent(Jars.AGENT))
                .jvmArgs("-Dkamon.instrumentation.kafka.client.tracing.propagator=w3c")
                .args(broker.bootstrapServers(), topic));
    assertThat(run.lines())
        .containsExactlyElementsOf(
            Expected.lines(
                List.of(Expected.startLine()),
                Expected.polled("[traceparent]"),
                Expected.PROCESSED,
                List.of("done")));
    assertThat(run.exitCode()).isZero();
  }

  @Test
  void argument_init_starts_kamon_for_an_application_that_never_does() {
    ChildRun run =
        ChildRun.of(
            ChildRun.jvm(UnstartedApplication.class, ClassPath.ofApplication().kamon())
                .jvmArgs(ChildRun.javaagent(Jars.AGENT) + "=init")
                .jvmArgs(REPORTER + "enabled=yes", REPORTER + "name=child")
                .jvmArgs(REPORTER + "description=test")
                .jvmArgs(REPORTER + "factory=" + ChildReporter.Factory.class.getName())
                .args(broker.bootstrapServers(), topic));
    assertThat(run.lines())
        .containsExactlyElementsOf(
            Expected.lines(
                List.of(Expected.startLine()), Expected.polled("[kctx]"), List.of("done")));
    assertThat(run.exitCode()).isZero();
    assertThat(run.spans())
        .extracting(ChildSpan::toString)
        .hasSize(2)
        .allMatch(span -> span.contains("producer.send"));
  }

  @Test
  void redeployed_applications_are_woven_each_time_and_their_loaders_released() {
    ChildRun run =
        ChildRun.of(
            ChildRun.jvm(Redeployed.class, ClassPath.ofApplication())
                .jvmArgs(ChildRun.javaagent(Jars.AGENT) + "=quiet")
                .args(ClassPath.ofApplication().kamon().toString()));
    assertThat(run.lines()).containsExactly("all loaders are gone: 10");
    assertThat(run.exitCode()).isZero();
  }
}
