package kamon.instrumentation.kafka.jmh.benchmarks;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import kamon.instrumentation.kafka.jmh.Effort;
import kamon.instrumentation.kafka.jmh.MeasuredJvm;
import kamon.instrumentation.kafka.jmh.tools.Tool;

/** Which objects a send allocates with our agent, and in which of our methods. */
public final class AllocationProfile {
  private AllocationProfile() {}

  public static ArrayNode run(Effort effort) throws IOException {
    ArrayNode figures = JsonNodeFactory.instance.arrayNode();
    for (String parent : new String[] {"SAMPLED", "UNSAMPLED"}) {
      System.out.println("profile: send, " + parent);
      MeasuredJvm.run(
          MeasuredJvm.of(Tool.OURS, ProfiledSend.class)
              .classPath(Tool.OURS.standInClassPath())
              // Small allocation buffers, of one size: see ProfiledSend.
              .jvmArgs("-Xmx1g", "-XX:TLABSize=16k", "-XX:MinTLABSize=2k", "-XX:-ResizeTLAB")
              .args(parent, Integer.toString(effort.records())),
          figures);
    }
    return figures;
  }
}
