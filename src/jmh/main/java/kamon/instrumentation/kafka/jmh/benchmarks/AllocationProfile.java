package kamon.instrumentation.kafka.jmh.benchmarks;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.time.Duration;
import java.util.List;
import kamon.instrumentation.kafka.jmh.Effort;
import kamon.instrumentation.kafka.jmh.Results;
import kamon.instrumentation.kafka.jmh.tools.Parent;
import kamon.instrumentation.kafka.jmh.tools.Tool;
import kamon.instrumentation.kafka.testbed.ChildJvm;

/** Which objects a send allocates with our agent, and in which of our methods. */
public final class AllocationProfile {
  public static final String PART = "profile";
  public static final List<Parent> PARENTS = List.of(Parent.SAMPLED, Parent.UNSAMPLED);

  private static final Duration LIMIT = Duration.ofMinutes(5);

  private AllocationProfile() {}

  public static void run(Effort effort) {
    ArrayNode figures = new ObjectMapper().createArrayNode();
    for (Parent parent : PARENTS) {
      System.out.printf("profile: send, %s%n", parent.label());
      profile(parent, effort.records(), figures);
    }
    Results.write(PART, effort, figures);
  }

  static void profile(Parent parent, int sends, ArrayNode figures) {
    try (ChildJvm jvm =
        ChildJvm.main(ProfiledSend.class.getName())
            .classPath(Tool.OURS.standInClassPath())
            .jvmArgs(Tool.OURS.jvmArgs().toArray(String[]::new))
            .jvmArgs(ProfiledSend.JVM_ARGS.toArray(String[]::new))
            .args(parent.name(), Integer.toString(sends))
            .start()) {
      if (jvm.awaitExit(LIMIT) != 0) {
        throw new IllegalStateException("Profiling failed: " + jvm.lines());
      }
      for (String line : jvm.lines()) {
        if (line.startsWith(ProfiledSend.LINE)) {
          String[] parts = line.substring(ProfiledSend.LINE.length()).split(" ", -1);
          figures
              .addObject()
              .put("parent", parent.name())
              .put("method", parts[0])
              .put("object", parts[1])
              .put("bytes", Double.parseDouble(parts[2]));
        }
      }
    }
  }
}
