package kamon.instrumentation.kafka.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import kamon.instrumentation.kafka.agent.child.PlainApplication;
import kamon.instrumentation.kafka.agent.child.TracedApplication;
import kamon.instrumentation.kafka.testbed.BrokerExtension;
import kamon.instrumentation.kafka.testbed.KafkaBroker;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(BrokerExtension.class)
final class PlainClassPathIT {
  private final KafkaBroker broker;
  private final String topic;

  PlainClassPathIT(KafkaBroker broker) {
    this.broker = broker;
    topic = Topics.create(broker);
  }

  @Test
  void flag_alone_gives_spans_with_all_tags_and_one_line() {
    ChildRun run = run(TracedApplication.class);
    assertThat(run.exitCode()).isZero();
    assertThat(run.lines())
        .containsExactlyElementsOf(
            Expected.lines(
                List.of(Expected.startLine()),
                Expected.polled("[kctx]"),
                Expected.PROCESSED,
                List.of("done")));
    Expected.assertTraced(run.spans(), topic);
  }

  @Test
  void application_that_never_starts_kamon_is_told_so_once_and_sends_without_header() {
    ChildRun run = run(PlainApplication.class);
    assertThat(run.exitCode()).isZero();
    assertThat(run.lines())
        .containsExactlyElementsOf(
            Expected.lines(
                List.of(
                    Expected.startLine(),
                    "[main] WARN kamon.instrumentation.kafka - Records are sent to Kafka, but Kamon"
                        + " is not running: they get no span until the application calls"
                        + " Kamon.init(), or the agent is started with"
                        + " -javaagent:kamon-kafka-agent.jar=init"),
                Expected.polled("[]"),
                List.of("done")));
    assertThat(run.spans()).isEmpty();
  }

  @Test
  void disabled_kamon_means_no_spans_and_no_header() {
    ChildRun run = run(TracedApplication.class, "-Dkamon.enabled=no");
    assertThat(run.exitCode()).isZero();
    assertThat(run.lines())
        .containsExactlyElementsOf(
            Expected.lines(
                List.of(Expected.startLine()),
                Expected.polled("[]"),
                List.of("in empty", "in empty", "done")));
    assertThat(run.spans()).isEmpty();
  }

  private ChildRun run(Class<?> application, String... jvmArgs) {
    return ChildRun.of(
        ChildRun.jvm(application, ClassPath.ofTracedApplication())
            .jvmArgs(ChildRun.javaagent(Jars.AGENT))
            .jvmArgs(jvmArgs)
            .args(broker.bootstrapServers(), topic));
  }
}
