package kamon.instrumentation.kafka.internal.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import kamon.tag.TagSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What closed clients leave. */
@Tag("unit")
class LastCountsTest {
  private final LastCounts counts = new LastCounts();

  @Test
  void clients_with_equal_tags_are_added_up_and_taken_once() {
    for (int i = 0; i < 1000; i++) {
      counts.add(client("orders", 2), 1);
    }
    assertThat(counts.isEmpty()).isFalse();
    assertThat(counts.take()).isEqualTo(client("orders", 2000));
    assertThat(counts.isEmpty()).isTrue();
    assertThat(counts.take()).isEmpty();
  }

  @Test
  void no_more_is_kept_than_can_be_shown_and_one_that_meets_the_limit() {
    for (int i = 0; i < 1000; i++) {
      counts.add(client("topic-" + i, 1), 10);
      counts.add(client("topic-0", 1), 10);
    }
    Map<TagSet, Double> kept = counts.take().get(ClientMetric.PRODUCER_RECORDS);
    assertThat(kept).hasSize(11).containsEntry(TagSet.of("topic", "topic-0"), 1001.0);
  }

  private static Map<ClientMetric, Map<TagSet, Double>> client(String topic, double records) {
    return Map.of(ClientMetric.PRODUCER_RECORDS, Map.of(TagSet.of("topic", topic), records));
  }
}
