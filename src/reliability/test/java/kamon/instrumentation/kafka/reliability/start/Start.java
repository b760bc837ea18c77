package kamon.instrumentation.kafka.reliability.start;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import kamon.instrumentation.kafka.testbed.ChildJvm;
import kamon.instrumentation.kafka.testbed.ChildJvmBuilder;

/** One way to start the application: with the agent, and without it as a control. */
final class Start {
  static final String TRACED = "[kamon-kafka-agent] INFO instruments kafka-clients";
  static final String NOT_TRACED = "is not traced";

  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final String[] ALL = {"classes", "records", "producer", "consumer"};

  private final String name;
  private final List<String> first = new ArrayList<>();
  private final List<String> flags = new ArrayList<>();
  private final List<String> steps = new ArrayList<>();
  private final List<String> through = new ArrayList<>();
  private Runnable preparation = () -> {};
  private boolean traced;
  private List<String> agents = List.of("-javaagent:" + Parts.AGENT);
  private List<Path> classPath = Parts.full();
  private Path jdk = Path.of(System.getProperty("java.home"));
  private String main = Starting.class.getName();
  private String says = TRACED;

  Start(String name) {
    this.name = name;
  }

  /** What one run has come to; what the agent and the JVM print is no part of it. */
  record Outcome(int exitCode, List<String> lines, List<String> all) {}

  /** JVM options of both runs. */
  Start flags(String... more) {
    flags.addAll(List.of(more));
    return this;
  }

  /** JVM options of both runs, before the agent's. */
  Start flagsBefore(String... more) {
    first.addAll(List.of(more));
    return this;
  }

  /** JVM options of the run with the agent, in place of the usual one. */
  Start agents(String... agents) {
    this.agents = List.of(agents);
    return this;
  }

  Start on(Path jdk) {
    this.jdk = jdk;
    return this;
  }

  Start classPath(List<Path> classPath) {
    this.classPath = classPath;
    return this;
  }

  /** Another main class, with arguments before the steps. */
  Start main(String type, String... arguments) {
    main = type;
    steps.addAll(0, List.of(arguments));
    return this;
  }

  /** What the application does; all that it can do with Kafka follows. */
  Start after(String... first) {
    steps.addAll(List.of(first));
    return does(ALL);
  }

  Start does(String... all) {
    steps.addAll(List.of(all));
    return this;
  }

  /**
   * As {@link #after} Kamon has started, and the span of the send has to be there with the agent:
   * in surroundings in which nothing stands against it.
   */
  Start traced(String... first) {
    traced = true;
    steps.addAll(List.of("kamon", "keep-spans"));
    return after(first).does("spans");
  }

  /** Another program that becomes the JVM of either run. */
  Start through(String... command) {
    through.addAll(List.of(command));
    return this;
  }

  /** What has to be there before both runs. */
  Start prepared(Runnable preparation) {
    this.preparation = preparation;
    return this;
  }

  /** A part of a line that the agent prints; null when it may say what it wants. */
  Start says(String says) {
    this.says = says;
    return this;
  }

  /** Runs both at once, and returns whether the application came up at all. */
  boolean assertSame() {
    preparation.run();
    try (ChildJvm control = jvm(List.of()).start();
        ChildJvm watched = jvm(agents).start()) {
      Outcome without = outcome(control);
      Outcome with = outcome(watched);
      assertThat(with.lines())
          .as(() -> name + "\n" + String.join("\n", with.all()))
          .isEqualTo(without.lines());
      assertThat(with.exitCode()).as(name).isEqualTo(without.exitCode());
      if (says != null) {
        assertThat(with.all()).as(name).anyMatch(line -> line.contains(says));
      }
      if (traced) {
        assertThat(with.all())
            .as(() -> name + "\n" + String.join("\n", with.all()))
            .anyMatch(line -> line.contains(Starting.SPANS + "[producer.send]"));
      }
      return without.exitCode() == 0;
    }
  }

  /** One run, whose outcome may be anything. */
  Outcome run(boolean withAgent) {
    try (ChildJvm jvm = jvm(withAgent ? agents : List.of()).start()) {
      return outcome(jvm);
    }
  }

  private ChildJvmBuilder jvm(List<String> agents) {
    return ChildJvm.main(main)
        .through(through.toArray(String[]::new))
        .javaHome(jdk)
        .classPath(classPath.stream().map(Path::toString).collect(joining(File.pathSeparator)))
        .jvmArgs("-XX:TieredStopAtLevel=1", "-Dkamon.init.hide-banner=yes")
        .jvmArgs("-Dkamon.trace.sampler=always", "-Dkamon.trace.tick-interval=50ms")
        .jvmArgs(first.toArray(String[]::new))
        .jvmArgs(agents.toArray(String[]::new))
        .jvmArgs(flags.toArray(String[]::new))
        .args(steps.toArray(String[]::new));
  }

  private static Outcome outcome(ChildJvm jvm) {
    int exitCode = jvm.awaitExit(LIMIT);
    List<String> all = jvm.lines();
    // A line of another stream may stand before it, without an end.
    List<String> lines =
        all.stream()
            .filter(line -> line.contains(Starting.MARK))
            .map(line -> line.substring(line.indexOf(Starting.MARK)))
            .map(line -> line.replaceAll("@[0-9a-f]+", "@"))
            .toList();
    return new Outcome(exitCode, lines, all);
  }

  @Override
  public String toString() {
    return name;
  }
}
