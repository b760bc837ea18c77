package kamon.instrumentation.kafka.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import kamon.instrumentation.kafka.agent.child.PlainApplication;
import kamon.instrumentation.kafka.agent.child.SplitLoaders;
import kamon.instrumentation.kafka.testbed.BrokerExtension;
import kamon.instrumentation.kafka.testbed.ChildJvmBuilder;
import kamon.instrumentation.kafka.testbed.KafkaBroker;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(BrokerExtension.class)
final class MissingPartsIT {
  private final KafkaBroker broker;
  private final String topic;

  MissingPartsIT(KafkaBroker broker) {
    this.broker = broker;
    topic = Topics.create(broker);
  }

  @Test
  void without_kamon_and_the_library_the_application_is_untouched_and_told_all_that_is_missing() {
    assertUntouched(
        ChildRun.jvm(PlainApplication.class, ClassPath.ofApplication()),
        Expected.systemLoader(),
        "Kamon is not visible from there. Add io.kamon:kamon-core_2.13 (or kamon-bundle_2.13) and a"
            + " reporter to the application, next to kafka-clients, and call Kamon.init() or start"
            + " with -javaagent:kamon-kafka-agent.jar=init");
  }

  @Test
  void without_kamon_the_application_is_untouched_and_told_what_to_add() {
    assertUntouched(
        ChildRun.jvm(PlainApplication.class, ClassPath.ofApplication().library()),
        Expected.systemLoader(),
        "io.kamon:kamon-kafka is there, but Kamon is not. Add io.kamon:kamon-core_2.13 (or"
            + " kamon-bundle_2.13) and a reporter to the application, and call Kamon.init() or"
            + " start with -javaagent:kamon-kafka-agent.jar=init");
  }

  @Test
  void library_in_a_parent_that_cannot_see_kafka_leaves_the_application_untouched() {
    assertUntouched(
        split(ClassPath.empty().library().kamon(), ClassPath.ofApplication()),
        "java.net.URLClassLoader",
        "io.kamon:kamon-kafka is in java.net.URLClassLoader@, which does not see this Kafka. Move"
            + " it next to kafka-clients");
  }

  @Test
  void library_in_a_parent_without_kamon_is_to_be_moved_too() {
    assertUntouched(
        split(ClassPath.empty().library(), ClassPath.ofApplication().kamon()),
        "java.net.URLClassLoader",
        "io.kamon:kamon-kafka is in java.net.URLClassLoader@, which does not see this Kafka. Move"
            + " it next to kafka-clients");
  }

  private void assertUntouched(ChildJvmBuilder jvm, String loader, String reason) {
    ChildRun run =
        ChildRun.of(
            jvm.jvmArgs(ChildRun.javaagent(Jars.AGENT)).args(broker.bootstrapServers(), topic));
    assertThat(run.exitCode()).isZero();
    assertThat(run.lines())
        .containsExactlyElementsOf(
            Expected.lines(
                List.of(Expected.notTraced(loader, reason)),
                Expected.polled("[]"),
                List.of("done")));
  }

  private static ChildJvmBuilder split(ClassPath parent, ClassPath application) {
    return ChildRun.jvm(SplitLoaders.class, ClassPath.ofApplication())
        .args(parent.toString(), application.toString());
  }
}
