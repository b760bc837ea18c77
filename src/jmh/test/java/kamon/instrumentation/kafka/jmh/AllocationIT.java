package kamon.instrumentation.kafka.jmh;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import kamon.instrumentation.kafka.jmh.benchmarks.AllocationMain;
import kamon.instrumentation.kafka.jmh.tools.Tool;
import kamon.instrumentation.kafka.testbed.ChildJvm;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Bytes are the same in every run, so they are guarded exactly. A change that allocates more says
 * why in its commit and raises the ceiling; one that allocates less lowers it.
 */
class AllocationIT {
  private static final Duration LIMIT = Duration.ofMinutes(2);

  /**
   * Bytes that our agent and library add to one operation. Reading a kctx takes 8 bytes less on
   * Java 17 than on Java 25.
   */
  private static final Map<String, Long> CEILINGS =
      Map.ofEntries(
          // 48 bytes of a send are for the topic as a metric tag, which shares a place in the hash
          // table of Kamon's metric tags with another one; of a consumer span, topic and group as
          // such save 40 where it is sampled.
          entry("send, sampled", 1816L),
          entry("send, unsampled", 320L),
          // Of a trace that starts, 16 to tell Kamon what its sampler has said already.
          entry("send, new trace", 2072L),
          entry("send, no span wanted", 0L),
          entry("send, Kamon not initialised", 336L),
          entry("poll of 0", 0L),
          entry("poll of 50", 224L),
          entry("poll of 500", 224L),
          entry("kctx write", 208L),
          entry("kctx read", 352L),
          // A trace of 128 bits and a parent id, to and from headers of its own; a list costs no
          // more than its parts.
          entry("kctx alone, write", 224L),
          entry("kctx alone, read", 480L),
          entry("w3c alone, write", 200L),
          entry("w3c alone, read", 320L),
          entry("b3 alone, write", 368L),
          entry("b3 alone, read", 552L),
          entry("b3-single alone, write", 216L),
          entry("b3-single alone, read", 496L),
          entry("[w3c, kctx] alone, write", 320L),
          entry("[w3c, kctx] alone, read", 800L),
          // 24 bytes less when the stand-in's poll takes so few nanoseconds that Java has the Long.
          entry("runWithConsumerSpan, sampled", 2032L),
          entry("runWithConsumerSpan, unsampled", 136L),
          entry("runWithConsumerSpan, no context", 1944L),
          // The two that are looked after until they are finished.
          entry("enter and close, sampled", 2136L),
          entry("consumerSpan, sampled", 2040L),
          entry("runWithConsumerSpanAsync, sampled", 2064L),
          // 1,872 for the span made at once, before a header was read without a parser.
          entry("consume and look, unsampled", 1904L),
          entry("consume and look, unsampled, not lazy", 1808L),
          entry("rules of 1000 topics", 0L));

  private static Map<String, Long> added;

  @BeforeAll
  static void measure() {
    Map<String, Long> bare = measure(Tool.NONE);
    added = measure(Tool.OURS);
    bare.forEach((operation, bytes) -> added.merge(operation, -bytes, Long::sum));
    System.out.println("Bytes added: " + added);
  }

  @Test
  void no_operation_allocates_more_than_its_ceiling() {
    assertThat(added.keySet()).isEqualTo(CEILINGS.keySet());
    assertThat(added)
        .allSatisfy(
            (operation, bytes) ->
                assertThat(bytes).as(operation).isLessThanOrEqualTo(CEILINGS.get(operation)));
  }

  @Test
  void a_poll_of_more_records_allocates_no_more() {
    // 5 partitions in both.
    assertThat(added.get("poll of 500")).isEqualTo(added.get("poll of 50"));
  }

  private static Map<String, Long> measure(Tool tool) {
    Map<String, Long> bytes = new TreeMap<>();
    try (ChildJvm jvm =
        ChildJvm.main(AllocationMain.class.getName())
            .classPath(tool.standInClassPath())
            .jvmArgs(tool.jvmArgs().toArray(String[]::new))
            .jvmArgs("-XX:TieredStopAtLevel=1")
            .args(tool.name())
            .start()) {
      assertThat(jvm.awaitExit(LIMIT)).as("exit code of %s", jvm.lines()).isZero();
      for (String line : jvm.lines()) {
        if (line.startsWith(AllocationMain.LINE)) {
          String[] parts = line.substring(AllocationMain.LINE.length()).split("=", -1);
          bytes.put(parts[0], Long.parseLong(parts[1]));
        }
      }
    }
    return bytes;
  }
}
