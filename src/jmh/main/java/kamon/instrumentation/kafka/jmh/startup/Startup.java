package kamon.instrumentation.kafka.jmh.startup;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import kamon.instrumentation.kafka.jmh.Effort;
import kamon.instrumentation.kafka.jmh.MeasuredJvm;
import kamon.instrumentation.kafka.jmh.tools.Tool;

/** From the start of a JVM to its end, each tool in turn, again and again. */
public final class Startup {
  private static final List<Tool> TOOLS =
      List.of(Tool.NONE, Tool.EMPTY_AGENT, Tool.OURS, Tool.KAMON, Tool.OTEL);

  private final ArrayNode figures = JsonNodeFactory.instance.arrayNode();

  private Startup() {}

  public static ArrayNode run(Effort effort) throws IOException {
    Startup startup = new Startup();
    // Classes of the application as they are, from a run without an agent.
    String archive = Tool.directory().resolve("application.jsa").toString();
    MeasuredJvm.run(
        MeasuredJvm.of(Tool.LIBRARY, KafkaApplication.class)
            .jvmArgs("-XX:ArchiveClassesAtExit=" + archive),
        startup.figures);
    for (int run = 0; run < effort.starts(); run++) {
      System.out.printf("startup %d/%d%n", run + 1, effort.starts());
      List<Tool> order = new ArrayList<>(TOOLS);
      Collections.rotate(order, run); // nobody is always first
      for (Tool tool : order) {
        startup.time("hello world", tool, HelloWorld.class);
        startup.time("Kafka application", tool, KafkaApplication.class);
      }
      for (Tool tool : List.of(Tool.NONE, Tool.OURS)) {
        startup.time(
            "Kafka application with an AppCDS archive",
            tool,
            KafkaApplication.class,
            "-XX:SharedArchiveFile=" + archive);
      }
      MeasuredJvm.run(
          MeasuredJvm.of(Tool.LIBRARY, WeaveTimer.class).args(Tool.OURS.agentJar().toString()),
          startup.figures);
    }
    return startup.figures;
  }

  private void time(String application, Tool tool, Class<?> main, String... jvmArgs)
      throws IOException {
    long nanos = MeasuredJvm.run(MeasuredJvm.of(tool, main).jvmArgs(jvmArgs), figures);
    figures
        .addObject()
        .put("application", application)
        .put("tool", tool.name())
        .put("nanos", nanos);
  }
}
