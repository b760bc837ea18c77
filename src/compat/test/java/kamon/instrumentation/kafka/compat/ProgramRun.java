package kamon.instrumentation.kafka.compat;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import kamon.instrumentation.kafka.compat.program.Event;
import kamon.instrumentation.kafka.compat.program.RoundTrips;
import kamon.instrumentation.kafka.compat.program.Way;
import kamon.instrumentation.kafka.testbed.ChildJvm;
import kamon.instrumentation.kafka.testbed.KafkaBroker;
import kamon.instrumentation.kafka.testbed.ReportedSpan;

/**
 * What {@link RoundTrips} did in a JVM of its own, which has ended.
 *
 * @param name what all its topics, groups and clients begin with
 */
public record ProgramRun(
    String name, List<String> lines, List<Event> events, List<ReportedSpan> spans) {
  /** The JDK that runs the tests. */
  public static final Path THIS_JDK = Path.of(System.getProperty("java.home"));

  static final List<String> OUR_AGENT = List.of("-javaagent:" + Jars.AGENT);

  private static final Path PROGRAM = Path.of("target", "classes").toAbsolutePath();

  // A run takes five seconds; the rest is for busy build machines.
  private static final Duration LIMIT = Duration.ofMinutes(4);
  private static final String LOCK_MILLIS = "1000";

  /**
   * Runs the program.
   *
   * @param jvmArgs agents and their options
   */
  public static ProgramRun of(
      Application application,
      Path javaHome,
      KafkaBroker broker,
      List<Way> ways,
      List<String> jvmArgs) {
    String name = application.kafka() + "-" + UUID.randomUUID();
    for (Way way : ways) {
      if (way == Way.SHARE || way == Way.SHARE_LOCK_TIMEOUT) {
        broker.shareGroupReadsFromStart(way.group(name));
      }
      if (way == Way.SHARE_LOCK_TIMEOUT) {
        broker.setGroupConfig(way.group(name), "share.record.lock.duration.ms", LOCK_MILLIS);
      }
    }
    try (ChildJvm jvm =
        ChildJvm.main(RoundTrips.class.getName())
            .javaHome(javaHome)
            .classPath(classPath(application))
            .jvmArgs("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1")
            .jvmArgs(jvmArgs.toArray(String[]::new))
            .args(broker.bootstrapServers(), name)
            .args(ways.stream().map(Way::name).toArray(String[]::new))
            .start()) {
      jvm.awaitLine(line -> ReportedSpan.parse(line).filter(ProgramRun::isEnd).isPresent(), LIMIT);
      jvm.sendLine("seen");
      assertThat(jvm.awaitExit(LIMIT)).isZero();
      List<ReportedSpan> spans = jvm.spans().stream().filter(span -> !isEnd(span)).toList();
      return new ProgramRun(name, jvm.lines(), events(jvm.lines()), spans);
    }
  }

  private static boolean isEnd(ReportedSpan span) {
    return span.name().equals(RoundTrips.END);
  }

  static String classPath(Application application) {
    List<Path> classPath = new ArrayList<>(List.of(PROGRAM, Jars.TESTBED));
    classPath.addAll(application.classPath());
    return classPath.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
  }

  private static List<Event> events(List<String> lines) {
    return lines.stream().filter(Event::matches).map(Event::parse).toList();
  }

  Stream<Event> events(Event.Kind kind, Way way) {
    return events.stream().filter(event -> event.kind() == kind && event.way() == way);
  }

  /** Whether this kafka-clients has the way at all. */
  boolean has(Way way) {
    return events(Event.Kind.LACKS, way).findAny().isEmpty();
  }
}
