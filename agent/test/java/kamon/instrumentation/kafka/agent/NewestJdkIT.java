package kamon.instrumentation.kafka.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.List;
import java.util.Optional;
import kamon.instrumentation.kafka.agent.child.TracedApplication;
import kamon.instrumentation.kafka.testbed.BrokerExtension;
import kamon.instrumentation.kafka.testbed.KafkaBroker;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(BrokerExtension.class)
final class NewestJdkIT {
  private static final int NEWEST = 25;

  private final Optional<ChildJdk> jdk = ChildJdk.find(NEWEST);
  private final KafkaBroker broker;
  private final String topic;

  NewestJdkIT(KafkaBroker broker) {
    this.broker = broker;
    topic = Topics.create(broker);
  }

  @BeforeEach
  void need_the_jdk() {
    assumeTrue(
        jdk.isPresent(),
        () ->
            "This machine has no JDK %d: install one, or set JAVA_HOME_%d"
                .formatted(NEWEST, NEWEST));
  }

  @Test
  void agent_gives_spans_with_all_tags() {
    assertAllTraced(List.of(Expected.startLine()), ChildRun.javaagent(Jars.AGENT));
  }

  @Test
  void kanela_with_its_flag_gives_spans_with_all_tags() {
    assertAllTraced(
        List.of(Expected.kanelaLine()),
        ChildRun.javaagent(Jars.KANELA),
        "-Dkanela.agent.libs.net.bytebuddy.experimental=true");
  }

  private void assertAllTraced(List<String> agentLines, String... jvmArgs) {
    ChildRun run =
        ChildRun.of(
            ChildRun.jvm(
                    jdk.orElseThrow(), TracedApplication.class, ClassPath.ofTracedApplication())
                .jvmArgs(jvmArgs)
                .args(broker.bootstrapServers(), topic));
    assertThat(run.exitCode()).isZero();
    assertThat(run.lines())
        .containsExactlyElementsOf(
            Expected.lines(
                agentLines, Expected.polled("[kctx]"), Expected.PROCESSED, List.of("done")));
    Expected.assertTraced(run.spans(), topic);
  }
}
