package kamon.instrumentation.kafka.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.regex.Pattern;
import kamon.instrumentation.kafka.agent.child.control.ControlApplication;
import kamon.instrumentation.kafka.agent.child.control.TracedControlApplication;
import kamon.instrumentation.kafka.testbed.BrokerExtension;
import kamon.instrumentation.kafka.testbed.KafkaBroker;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * One program without any agent and under each: all that it can see is the same, line by line, but
 * for the one header of ours in what it receives.
 */
@ExtendWith(BrokerExtension.class)
final class ControlIT {
  private static final Pattern NOTE = Pattern.compile(".+ \\| .+: .*");
  private static final Pattern RECEIVED = Pattern.compile("received \\| .*");
  private static final Pattern SIZED = Pattern.compile("received \\| offset \\d+: null=x{800,} .*");
  private static final String NO_ROOM =
      "WARN kamon.instrumentation.kafka - Producer control sends a record to topic ";

  private static List<String> control;

  private final KafkaBroker broker;

  ControlIT(KafkaBroker broker) {
    this.broker = broker;
  }

  @BeforeAll
  static void runWithoutAgent(KafkaBroker broker) {
    ChildRun run = run(broker, ControlApplication.class, ClassPath.ofApplication());
    assertThat(run.exitCode()).isZero();
    assertThat(run.lines()).allMatch(ControlIT::isNote);
    assertThat(run.lines()).filteredOn(ControlIT::isReceived).hasSizeGreaterThan(250);
    control = withoutContext(run.lines());
  }

  @Test
  void application_sees_the_same_under_our_agent_but_for_one_header_in_what_arrives() {
    assertSame(Expected.startLine(), runTraced(ChildRun.javaagent(Jars.AGENT)));
  }

  @Test
  void application_sees_the_same_under_kanela_but_for_one_header_in_what_arrives() {
    assertSame(Expected.kanelaLine(), runTraced(ChildRun.javaagent(Jars.KANELA)));
  }

  private static void assertSame(String startLine, ChildRun run) {
    assertThat(run.exitCode()).isZero();
    assertThat(run.lines().get(0)).isEqualTo(startLine);
    assertThat(run.lines().subList(1, run.lines().size()))
        .filteredOn(line -> !isNote(line))
        .isNotEmpty()
        .allMatch(line -> line.contains(NO_ROOM));
    List<String> seen = run.lines().stream().filter(ControlIT::isNote).toList();
    assertThat(withoutContext(seen)).containsExactlyElementsOf(control);
    assertThat(seen)
        .filteredOn(line -> isReceived(line) && !SIZED.matcher(line).matches())
        .isNotEmpty()
        .allMatch(line -> contexts(line) == 1);
    // As long as there is room.
    assertThat(seen)
        .filteredOn(line -> SIZED.matcher(line).matches())
        .extracting(ControlIT::contexts)
        .containsOnly(0, 1);
  }

  private ChildRun runTraced(String javaagent) {
    return run(broker, TracedControlApplication.class, ClassPath.ofTracedApplication(), javaagent);
  }

  private static ChildRun run(
      KafkaBroker broker, Class<?> main, ClassPath classPath, String... jvmArgs) {
    return ChildRun.of(
        ChildRun.jvm(main, classPath)
            .jvmArgs(jvmArgs)
            .args(broker.bootstrapServers(), Topics.create(broker)));
  }

  private static boolean isNote(String line) {
    return NOTE.matcher(line).matches();
  }

  private static boolean isReceived(String line) {
    return RECEIVED.matcher(line).matches();
  }

  private static int contexts(String line) {
    return line.split("\\bkctx\\b", -1).length - 1;
  }

  private static List<String> withoutContext(List<String> lines) {
    return lines.stream()
        .map(line -> isReceived(line) ? line.replaceFirst("(, )?\\bkctx(, kctx)*]$", "]") : line)
        .toList();
  }
}
