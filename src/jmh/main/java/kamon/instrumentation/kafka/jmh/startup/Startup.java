package kamon.instrumentation.kafka.jmh.startup;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import kamon.instrumentation.kafka.jmh.Effort;
import kamon.instrumentation.kafka.jmh.Results;
import kamon.instrumentation.kafka.jmh.tools.Tool;
import kamon.instrumentation.kafka.testbed.ChildJvm;
import kamon.instrumentation.kafka.testbed.ChildJvmBuilder;

/** From the start of a JVM to its end, each tool in turn, again and again. */
public final class Startup {
  public static final String PART = "startup";
  public static final String HELLO = "hello world";
  public static final String KAFKA = "Kafka application";
  public static final String KAFKA_CDS = "Kafka application with an AppCDS archive";
  public static final String WEAVING = "weaving all targets";

  private static final Duration LIMIT = Duration.ofMinutes(3);
  private static final List<Tool> TOOLS =
      List.of(Tool.NONE, Tool.EMPTY_AGENT, Tool.OURS, Tool.KAMON, Tool.OTEL);

  private final ArrayNode figures = new ObjectMapper().createArrayNode();

  private Startup() {}

  public static void run(Effort effort) {
    Results.write(PART, effort, measure(effort.starts()));
  }

  static ArrayNode measure(int starts) {
    Startup startup = new Startup();
    Path archive = archive();
    for (int run = 0; run < starts; run++) {
      System.out.printf("startup %d/%d%n", run + 1, starts);
      List<Tool> order = new ArrayList<>(TOOLS);
      Collections.rotate(order, run); // nobody is always first
      for (Tool tool : order) {
        startup.measure(HELLO, tool, jvm(tool, HelloWorld.class));
        startup.measure(KAFKA, tool, jvm(tool, KafkaApplication.class));
      }
      for (Tool tool : List.of(Tool.NONE, Tool.OURS)) {
        startup.measure(
            KAFKA_CDS,
            tool,
            jvm(tool, KafkaApplication.class).jvmArgs("-XX:SharedArchiveFile=" + archive));
      }
      startup.weave();
    }
    return startup.figures;
  }

  private static ChildJvmBuilder jvm(Tool tool, Class<?> main) {
    return ChildJvm.main(main.getName())
        .classPath(tool.classPath())
        .jvmArgs(tool.jvmArgs().toArray(String[]::new));
  }

  /** Classes of the application as they are, from a run without an agent. */
  private static Path archive() {
    Path archive = Tool.directory().resolve("application.jsa");
    try (ChildJvm jvm =
        ChildJvm.main(KafkaApplication.class.getName())
            .classPath(Tool.OURS.classPath())
            .jvmArgs("-XX:ArchiveClassesAtExit=" + archive)
            .start()) {
      succeed(jvm);
    }
    return archive;
  }

  private void measure(String application, Tool tool, ChildJvmBuilder builder) {
    long start = System.nanoTime();
    try (ChildJvm jvm = builder.start()) {
      succeed(jvm);
      add(application, tool, System.nanoTime() - start);
    }
  }

  private void weave() {
    try (ChildJvm jvm =
        ChildJvm.main(WeaveTimer.class.getName())
            .classPath(Tool.OURS.classPath())
            .args(Tool.OURS.agentJar().toString())
            .start()) {
      String line = jvm.awaitLine(WeaveTimer.RESULT, LIMIT);
      add(WEAVING, Tool.OURS, Long.parseLong(line.substring(WeaveTimer.RESULT.length())));
      succeed(jvm);
    }
  }

  private static void succeed(ChildJvm jvm) {
    int code = jvm.awaitExit(LIMIT);
    if (code != 0) {
      throw new IllegalStateException("Exit code " + code + ": " + jvm.lines());
    }
  }

  private void add(String application, Tool tool, long nanos) {
    figures
        .addObject()
        .put("application", application)
        .put("tool", tool.name())
        .put("nanos", nanos);
  }
}
