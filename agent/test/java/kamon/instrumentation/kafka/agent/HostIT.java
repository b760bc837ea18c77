package kamon.instrumentation.kafka.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import kamon.instrumentation.kafka.agent.child.ParallelLoading;
import kamon.instrumentation.kafka.agent.child.TracedApplication;
import kamon.instrumentation.kafka.testbed.BrokerExtension;
import kamon.instrumentation.kafka.testbed.KafkaBroker;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(BrokerExtension.class)
final class HostIT {

  @Test
  void temporary_directory_is_not_needed_and_not_used(KafkaBroker broker, @TempDir Path directory) {
    assertThat(directory.toFile().setWritable(false)).isTrue();
    String topic = Topics.create(broker);
    ChildRun run =
        ChildRun.of(
            ChildRun.jvm(TracedApplication.class, ClassPath.ofTracedApplication())
                .jvmArgs(ChildRun.javaagent(Jars.AGENT), "-Djava.io.tmpdir=" + directory)
                .args(broker.bootstrapServers(), topic));
    assertThat(directory.toFile().setWritable(true)).isTrue();
    assertThat(run.exitCode()).isZero();
    assertThat(run.lines())
        .containsExactlyElementsOf(
            Expected.lines(
                List.of(Expected.startLine()),
                Expected.polled("[kctx]"),
                Expected.PROCESSED,
                List.of("done")));
    Expected.assertTraced(run.spans(), topic);
    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void classes_that_many_threads_load_at_once_are_all_woven_and_one_line_says_so() {
    List<String> arguments = new ArrayList<>();
    arguments.add(ClassPath.ofTracedApplication().toString());
    LazyTransformer.TARGETS.stream()
        .filter(target -> target.matches("org/apache/kafka/(clients|common)/.*"))
        .sorted()
        .forEach(target -> arguments.add(target.replace('/', '.')));
    ChildRun run =
        ChildRun.of(
            ChildRun.jvm(ParallelLoading.class, ClassPath.ofApplication())
                .jvmArgs(ChildRun.javaagent(Jars.AGENT))
                .args(arguments.toArray(String[]::new)));
    assertThat(run.exitCode()).isZero();
    assertThat(run.lines())
        .containsExactly(
            Expected.startLine(),
            "ConsumerRecord implements []",
            "KafkaConsumer implements [Consumer, Attached]",
            "KafkaProducer implements [Producer, Attached]",
            "KafkaShareConsumer implements [ShareConsumer, Attached]",
            "ProducerRecord implements [Attached]",
            "RecordHeaders implements [Headers, Attached]");
  }
}
