package kamon.instrumentation.kafka.internal.settings;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.HashSet;
import java.util.Set;
import kamon.instrumentation.kafka.Logs;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("unit")
class OperationNameTest {
  private static final int NO_LIMIT = 1_000_000;

  @Test
  void name_is_made_once_for_each_topic_and_group() {
    OperationName name = new OperationName("{group} {topic}", NO_LIMIT);
    assertThat(name.of("t", "g")).isEqualTo("g t").isSameAs(name.of("t", "g"));
    assertThat(name.of("t", "h")).isEqualTo("h t");
    assertThat(name.of("u", "g")).isEqualTo("g u");
    assertThat(name.of(null, null)).isEqualTo("none *");
    assertThat(new OperationName("plain", 1).of("t", "g")).isEqualTo("plain");
  }

  @Test
  void name_that_is_known_costs_no_bytes() {
    OperationName name = new OperationName("{topic} {group}", NO_LIMIT);
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long[] bytes = new long[2];
    for (int round = 0; round < 2; round++) { // the first one makes the names
      long before = threads.getCurrentThreadAllocatedBytes();
      for (int i = 0; i < 10_000; i++) {
        name.of("topic", "group");
      }
      bytes[round] = threads.getCurrentThreadAllocatedBytes() - before;
    }
    assertThat(bytes[1]).isLessThan(10_000);
  }

  @Test
  void topics_without_end_have_names_that_end_and_one_line() {
    OperationName name = new OperationName("no end of {topic}", 1);
    Set<String> names = new HashSet<>();
    try (Logs logs = new Logs()) {
      for (int i = 0; i < 10_000; i++) {
        names.add(name.of("no-end-" + i, "g"));
      }
      assertThat(logs.warnings())
          .containsExactly(
              "Some operations \"no end of {topic}\" are called as if for any topic or group (*):"
                  + " there were kamon.instrumentation.kafka.client.tracing.tags.max-metric-values"
                  + " = 1 others before");
    }
    assertThat(names).hasSizeBetween(1, 2).contains("no end of *");
  }

  @Test
  void quote_in_a_group_is_made_harmless() {
    assertThat(new OperationName("{group}", NO_LIMIT).of("t", "a\"\nb")).isEqualTo("a__b");
  }
}
