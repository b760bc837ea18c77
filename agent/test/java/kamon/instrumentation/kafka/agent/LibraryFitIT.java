package kamon.instrumentation.kafka.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import kamon.instrumentation.kafka.agent.child.TracedApplication;
import kamon.instrumentation.kafka.testbed.BrokerExtension;
import kamon.instrumentation.kafka.testbed.KafkaBroker;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A library that is not of the age of what weaves, made from today's. */
@ExtendWith(BrokerExtension.class)
final class LibraryFitIT {
  private static final String WEAVE = "kamon/instrumentation/kafka/internal/weave/";
  private static final String ABI = WEAVE + "Abi.class";
  private static final String ENTRY = WEAVE + "ProducerEntry.class";
  private static final String EMPTY_ENTRY =
      "package kamon.instrumentation.kafka.internal.weave; public final class ProducerEntry {}";
  private static final String MISSING_CALL =
      "static kamon.instrumentation.kafka.internal.weave.ProducerEntry.beforeInterceptors"
          + "(Lorg/apache/kafka/clients/producer/ProducerRecord;"
          + "Lorg/apache/kafka/clients/producer/Callback;)"
          + "Lorg/apache/kafka/clients/producer/Callback;";

  private static final String VERSION = System.getProperty("project.version");
  private static final String LIBRARY = "io.kamon:kamon-kafka " + VERSION;
  private static final String THIS_AGENT = "this agent, kamon-kafka-agent " + VERSION;
  private static final String KANELA_MISFIT =
      "[kamon-kafka] WARN kafka-clients %s is not traced: the classes of %s do not fit together%s."
          + " There are two versions of it on the class path: keep the newer one";

  private final KafkaBroker broker;
  private final String topic;

  LibraryFitIT(KafkaBroker broker) {
    this.broker = broker;
    topic = Topics.create(broker);
  }

  @TempDir Path directory;

  @Test
  void agent_refuses_a_library_of_a_lower_number_and_says_to_upgrade_it() throws IOException {
    assertAgentRefuses(
        library().with(ABI, abi(0)),
        LIBRARY + " is older than " + THIS_AGENT + ". Upgrade the library to the agent's version");
  }

  @Test
  void agent_refuses_a_library_from_before_the_numbers_and_says_to_upgrade_it() throws IOException {
    assertAgentRefuses(
        library().without(ABI),
        LIBRARY + " is older than " + THIS_AGENT + ". Upgrade the library to the agent's version");
  }

  @Test
  void agent_refuses_a_library_of_a_higher_number_and_says_to_upgrade_itself() throws IOException {
    assertAgentRefuses(
        library().with(ABI, abi(999)),
        LIBRARY + " is newer than " + THIS_AGENT + ". Upgrade the agent to the library's version");
  }

  @Test
  void agent_refuses_a_library_that_lacks_a_method_and_names_it() throws IOException {
    assertAgentRefuses(
        library().with(ENTRY, EMPTY_ENTRY),
        LIBRARY
            + " lacks what "
            + THIS_AGENT
            + " calls, "
            + MISSING_CALL
            + ". Take both from one release, and one library only");
  }

  @Test
  void kanela_weaves_no_library_whose_number_is_not_its_own() throws IOException {
    assertRefused(
        library().with(ABI, abi(999)).path(),
        ChildRun.javaagent(Jars.KANELA),
        KANELA_MISFIT.formatted(System.getProperty("kafka.version"), LIBRARY, ""));
  }

  @Test
  void kanela_weaves_no_library_that_lacks_a_method_and_it_is_named() throws IOException {
    assertRefused(
        library().with(ENTRY, EMPTY_ENTRY).path(),
        ChildRun.javaagent(Jars.KANELA),
        KANELA_MISFIT.formatted(
            System.getProperty("kafka.version"), LIBRARY, ", " + MISSING_CALL + " is missing"));
  }

  private EditedJar library() throws IOException {
    return new EditedJar(Jars.LIBRARY, directory);
  }

  private static String abi(int number) {
    return "package kamon.instrumentation.kafka.internal.weave; public final class Abi {"
        + " public static final int NUMBER = %d; }".formatted(number);
  }

  private void assertAgentRefuses(EditedJar library, String reason) {
    assertRefused(
        library.path(),
        ChildRun.javaagent(Jars.AGENT),
        Expected.notTraced(Expected.systemLoader(), reason));
  }

  private void assertRefused(Path library, String javaagent, String line) {
    ChildRun run =
        ChildRun.of(
            ChildRun.jvm(TracedApplication.class, ClassPath.ofApplication().kamon().with(library))
                .jvmArgs(javaagent)
                .args(broker.bootstrapServers(), topic));
    assertThat(run.exitCode()).isZero();
    assertThat(run.lines())
        .containsExactlyElementsOf(
            Expected.lines(
                List.of(line), Expected.polled("[]"), Expected.PROCESSED, List.of("done")));
    assertThat(run.spans())
        .extracting(span -> span.name)
        .containsExactly("request", "consumer.process", "consumer.process");
  }
}
