package kamon.instrumentation.kafka.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import kamon.instrumentation.kafka.agent.child.HelloWorld;
import org.junit.jupiter.api.Test;

final class HelloWorldIT {
  private static final Pattern LOADED =
      Pattern.compile("(?:\\[Loaded |^.*\\] )([\\w.$]*(?:kamon|bytebuddy)[\\w.$]*) .*");

  @Test
  void jvm_without_kafka_ends_by_itself_and_prints_nothing_of_ours() {
    ChildRun run = run();
    assertThat(run.exitCode()).isZero();
    assertThat(run.lines()).containsExactly("hello world");
  }

  @Test
  void jvm_without_kafka_loads_two_small_classes_and_no_engine() {
    ChildRun run = run("-verbose:class");
    assertThat(run.exitCode()).isZero();
    List<String> loaded =
        run.lines().stream()
            .flatMap(line -> LOADED.matcher(line).results().map(MatchResult.class::cast))
            .map(match -> match.group(1))
            .toList();
    assertThat(loaded)
        .containsExactlyInAnyOrder(
            KafkaAgent.class.getName(),
            LazyTransformer.class.getName(),
            HelloWorld.class.getName());
  }

  private static ChildRun run(String... jvmArgs) {
    return ChildRun.of(
        ChildRun.jvm(HelloWorld.class, ClassPath.ofTracedApplication())
            .jvmArgs(ChildRun.javaagent(Jars.AGENT))
            .jvmArgs(jvmArgs));
  }
}
