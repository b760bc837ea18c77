package kamon.instrumentation.kafka.reliability.start;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import kamon.instrumentation.kafka.reliability.Effort;
import kamon.instrumentation.kafka.reliability.Figures;
import kamon.instrumentation.kafka.testbed.Jdks;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** Where the application starts without us it starts with us, and sees the same. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class) // of the figures
final class StartsIT {
  private static final Figures FIGURES = new Figures("starting");
  private static final AtomicInteger TRIED = new AtomicInteger();
  private static final AtomicInteger CAME_UP = new AtomicInteger();
  private static final AtomicInteger DIFFERENT = new AtomicInteger();

  @TempDir static Path directory;

  @AfterAll
  static void write() {
    FIGURES.add("ways to start, each with a control run", TRIED);
    FIGURES.add("of these, the JVM starts without the agent", CAME_UP);
    FIGURES.add("of these, the application sees another thing with it", DIFFERENT);
    FIGURES.write();
  }

  @TestFactory
  @Order(1)
  Stream<DynamicTest> application_starts_with_the_agent_as_it_does_without() throws Exception {
    Starts starts = new Starts(directory);
    Containers containers = new Containers(directory);
    List<Start> all = new ArrayList<>(starts.inEveryBuild());
    all.add(containers.bundle());
    if (isLong()) {
      List<Path> jdks = Stream.of(17, 21, 25).map(Jdks::find).flatMap(Optional::stream).toList();
      all.addAll(starts.inLongRuns(jdks));
      all.addAll(containers.others());
      all.addAll(Images.starts(directory));
    }
    return tests(all);
  }

  @TestFactory
  @Order(2)
  Stream<DynamicTest> archives_full_disks_and_other_agents_keep_nobody_from_being_traced()
      throws Exception {
    assumeThat(isLong()).as("only in a long run").isTrue();
    List<Start> all = new ArrayList<>(new ClassPathJars(directory).starts());
    all.addAll(Disks.starts(directory));
    all.addAll(Archives.starts(directory));
    all.addAll(OtherAgent.starts());
    return tests(all);
  }

  private static Stream<DynamicTest> tests(List<Start> all) {
    return all.stream().map(start -> DynamicTest.dynamicTest(start.toString(), () -> run(start)));
  }

  @Test
  @Order(3)
  void application_without_a_framework_loads_nothing_of_ours_for_one() {
    LoadedHere without = LoadedHere.by(false);
    LoadedHere with = LoadedHere.by(true);
    assertThat(
            with.matching(
                ".*\\.(frameworks\\..*|weave\\.(Spring|Streams|Connect).*|check\\.FrameworkBindings)"))
        .isEmpty();
    FIGURES.add("classes loaded by an application with Kafka and Kamon", without.count());
    FIGURES.add("classes loaded with the agent", with.count());
    FIGURES.add("of these, of the library", with.ofLibrary().size());
    FIGURES.add("of these, of the agent and its engine", with.ofAgent().size());
    FIGURES.add("of these, for frameworks that are not there, in the application", 0);
  }

  @Test
  @Order(4)
  void heap_class_data_and_stacks_needed_are_little_more() {
    assumeThat(isLong()).as("only in a long run").isTrue();
    memory("heap", "MiB", "-Xmx", "m", 1, 64, 8);
    memory("metaspace", "MiB", "-XX:MaxMetaspaceSize=", "m", 1, 96, 20);
    memory("stack of a thread", "KiB", "-Xss", "k", 100, 700, 64);
  }

  private static void memory(
      String what, String unit, String flag, String suffix, int little, int enough, int most) {
    Least least = new Least(flag, suffix, () -> new Start(what).after("kamon"));
    int without = least.of(false, little, enough);
    int with = least.of(true, little, enough);
    FIGURES.add(
        "least " + what + " that an application with Kafka and Kamon starts with",
        without + " " + unit);
    FIGURES.add("the same with the agent", with + " " + unit);
    assertThat(with - without).as(what).isLessThanOrEqualTo(most);
  }

  private static boolean isLong() {
    return Effort.current() == Effort.LONG;
  }

  private static void run(Start start) {
    int tried = TRIED.incrementAndGet();
    if (isLong()) {
      System.out.println("starting: " + tried + ", " + start);
    }
    try {
      if (start.assertSame()) {
        CAME_UP.incrementAndGet();
      }
    } catch (AssertionError e) {
      DIFFERENT.incrementAndGet();
      throw e;
    }
  }
}
