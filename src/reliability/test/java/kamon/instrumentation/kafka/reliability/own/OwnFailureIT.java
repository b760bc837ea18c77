package kamon.instrumentation.kafka.reliability.own;

import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import kamon.instrumentation.kafka.reliability.Effort;
import kamon.instrumentation.kafka.reliability.Figures;
import kamon.instrumentation.kafka.testbed.BrokerExtension;
import kamon.instrumentation.kafka.testbed.ChildJvm;
import kamon.instrumentation.kafka.testbed.ChildJvmBuilder;
import kamon.instrumentation.kafka.testbed.KafkaBroker;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(BrokerExtension.class)
class OwnFailureIT {
  private static final List<String> KINDS =
      List.of("exception", "checked", "link", "stack", "assertion");
  private static final String LOGS_FAILURES = "FailureEntry.failed";
  private static final Pattern LINE =
      Pattern.compile("WARN .* - The hook in (\\S+) has failed, and the method goes on without it");

  /** Woven into what this application does not have. */
  private static final String ELSEWHERE = "(Old(Api|Record)|Connect)Entry\\..*";

  /** Retry topics, share containers, outer joins and their handlers: not here. */
  private static final Set<String> NOT_CALLED =
      Set.of("SpringEntry.called", "SpringEntry.shared", "StreamsEntry.enterUnmatched");

  private final KafkaBroker broker;

  @TempDir Path directory;

  OwnFailureIT(KafkaBroker broker) {
    this.broker = broker;
  }

  @Test
  void application_behaves_as_without_us_and_each_hook_that_fails_says_so_once() throws Exception {
    Path copy = directory.resolve("failing-library.jar");
    FailingLibrary library = new FailingLibrary(library(), copy);
    Set<String> methods = library.methods();
    assertThat(methods).hasSizeGreaterThan(30).contains(LOGS_FAILURES);
    List<String> here =
        methods.stream()
            .filter(method -> !method.matches(ELSEWHERE) && !method.equals(LOGS_FAILURES))
            .toList();

    List<String> expected = lines(run("control", List.of("exception"), null, false), 0);
    assertThat(expected).hasSize(15);
    List<String> plan = plan(here);
    List<String> output = run("failing", plan, copy, true);

    for (int round = 0; round <= plan.size() + 1; round++) {
      assertThat(lines(output, round))
          .as(
              "round %s, %s",
              round, round == 0 ? "" : round > plan.size() ? "none" : plan.get(round - 1))
          .isEqualTo(expected);
    }
    assertThat(output).contains("CLOSED true");
    // As if nothing had been: what a round has broken is not broken in the next.
    assertThat(output)
        .anyMatch(line -> line.matches("HEADERS \\[(mine, by-serializer, kctx(, |]$)){3}"));
    Set<String> thrown = new TreeSet<>();
    output.stream()
        .filter(line -> line.startsWith("THROWN "))
        .forEach(line -> thrown.add(line.split(" ", -1)[1]));
    Set<String> notThrown = new TreeSet<>(here);
    notThrown.removeAll(thrown);
    assertThat(notThrown).isEqualTo(new TreeSet<>(NOT_CALLED));
    assertLog(output, thrown);
    long total =
        output.stream()
            .filter(line -> line.startsWith("THROWN "))
            .mapToLong(line -> Long.parseLong(line.split(" ", -1)[2]))
            .sum();
    new Figures("own")
        .add("methods of ours that woven code calls", methods.size())
        .add("rounds of sends and consumers of six kinds", plan.size() + 2)
        .add("failures of our own", total)
        .add("rounds that differed from the control run", 0)
        .write();
  }

  /** All at once, with each failure; and each for itself, in a short run those of clients only. */
  private static List<String> plan(List<String> here) {
    List<String> plan = new ArrayList<>();
    for (String kind : Effort.current().pick(KINDS.subList(1, 4), KINDS)) {
      plan.add(kind + " " + String.join(" ", here));
    }
    plan.add("link " + LOGS_FAILURES + " " + String.join(" ", here));
    for (String method : here) {
      if (Effort.current() == Effort.LONG) {
        KINDS.forEach(kind -> plan.add(kind + " " + method));
      } else if (method.startsWith("ProducerEntry")) {
        plan.add("exception " + method);
      }
    }
    return plan;
  }

  private static void assertLog(List<String> output, Set<String> thrown) {
    List<String> hooks =
        output.stream()
            .map(LINE::matcher)
            .filter(Matcher::find)
            .map(matcher -> matcher.group(1))
            .toList();
    assertThat(hooks).contains("org.apache.kafka.clients.producer.KafkaProducer.doSend");
    // One line a minute.
    int minutes = Effort.current().pick(5, 20);
    assertThat(hooks.stream().collect(groupingBy(hook -> hook)))
        .allSatisfy((hook, lines) -> assertThat(lines).hasSizeLessThanOrEqualTo(minutes));
    assertThat(thrown).hasSizeGreaterThan(20);
  }

  private List<String> run(String name, List<String> plan, Path library, boolean agent)
      throws IOException {
    String topic = "own-" + name;
    broker.createTopic(topic, 1);
    broker.createTopic(topic + "-out", 1);
    broker.shareGroupReadsFromStart(topic + "-share");
    Path file = Files.write(directory.resolve(name + ".txt"), plan);
    String path = System.getProperty("java.class.path");
    ChildJvmBuilder jvm =
        ChildJvm.main(OwnFailures.class.getName())
            .classPath(library == null ? path : library + File.pathSeparator + path)
            .args(
                broker.bootstrapServers(),
                topic,
                file.toString(),
                directory.resolve(name).toString());
    if (agent) {
      jvm.jvmArgs("-javaagent:" + System.getProperty("agent.jar"));
    }
    try (ChildJvm child = jvm.start()) {
      child.awaitLine("done"::equals, Duration.ofSeconds(Effort.current().pick(240, 900)));
      assertThat(child.awaitExit(Duration.ofSeconds(60))).isZero();
      return child.lines();
    }
  }

  private static List<String> lines(List<String> output, int round) {
    int from = output.indexOf("ROUND " + round);
    int to = output.indexOf("END " + round);
    assertThat(from).as("round %s of %s", round, output).isNotNegative().isLessThan(to);
    return output.subList(from, to).stream().filter(line -> line.startsWith("| ")).toList();
  }

  private static Path library() {
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
        .filter(path -> path.endsWith("kamon-kafka.jar"))
        .map(Path::of)
        .findFirst()
        .orElseThrow();
  }
}
