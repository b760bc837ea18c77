package kamon.instrumentation.kafka.jmh;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.io.IOException;
import java.time.Duration;
import kamon.instrumentation.kafka.jmh.tools.Tool;
import kamon.instrumentation.kafka.testbed.ChildJvm;
import kamon.instrumentation.kafka.testbed.ChildJvmBuilder;

/** A JVM with a tool, which prints figures, or whose own time is what we measure. */
public final class MeasuredJvm {
  private static final Duration LIMIT = Duration.ofMinutes(10);

  private MeasuredJvm() {}

  public static ChildJvmBuilder of(Tool tool, Class<?> main) {
    return ChildJvm.main(main.getName())
        .classPath(tool.classPath())
        .jvmArgs(tool.jvmArgs().toArray(String[]::new));
  }

  /**
   * Runs to the end, and adds what is printed in each {@link FigureLine}.
   *
   * @return nanoseconds from start to end
   */
  public static long run(ChildJvmBuilder builder, ArrayNode figures) throws IOException {
    long start = System.nanoTime();
    try (ChildJvm jvm = builder.start()) {
      int code = jvm.awaitExit(LIMIT);
      long nanos = System.nanoTime() - start;
      if (code != 0) {
        throw new IllegalStateException("Exit code " + code + ": " + jvm.lines());
      }
      for (String line : jvm.lines()) {
        if (line.startsWith(FigureLine.START)) {
          figures.add(new ObjectMapper().readTree(line.substring(FigureLine.START.length())));
        }
      }
      return nanos;
    }
  }
}
