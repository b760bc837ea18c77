package kamon.instrumentation.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import kamon.Kamon;
import kamon.instrumentation.kafka.testbed.ReportedSpan;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class DelayedSpanTest {
  // Without a timestamp.
  private static final ConsumerRecord<String, String> RECORD =
      new ConsumerRecord<>("t", 0, 0, "k", "v");

  @RegisterExtension final Tracing tracing = new Tracing();

  @Test
  void delayed_span_begins_at_the_record_and_starts_with_the_processing() {
    tracing.configure("kamon.instrumentation.kafka.client.tracing.use-delayed-spans = yes");
    long created = Kamon.clock().instant().toEpochMilli() - 5_000;
    KafkaInstrumentation.consumerSpan(Clients.copy(RECORD, created)).finish();
    ReportedSpan span = tracing.next();
    assertThat(span.delayed()).isTrue();
    assertThat(span.from().toEpochMilli()).isEqualTo(created);
    assertThat(span.marks()).hasSize(1);
    assertThat(span.marks().get(0).key()).isEqualTo("span.started");
    assertThat(span.marks().get(0).instant()).isBetween(span.from().plusMillis(5_000), span.to());
  }

  /** Row A12: a timestamp in seconds is one of January 1970 in milliseconds. */
  @Test
  void delayed_span_starts_now_where_the_timestamp_cannot_be_the_beginning_of_a_wait() {
    tracing.configure("kamon.instrumentation.kafka.client.tracing.use-delayed-spans = yes");
    Instant before = Kamon.clock().instant();
    long now = System.currentTimeMillis();
    KafkaInstrumentation.consumerSpan(RECORD).finish();
    for (long timestamp : new long[] {now + 3_600_000, now / 1000, now - 25 * 3_600_000, 0}) {
      KafkaInstrumentation.consumerSpan(Clients.copy(RECORD, timestamp)).finish();
    }
    for (ReportedSpan span : tracing.next(5)) {
      assertThat(span.delayed()).isFalse();
      assertThat(span.from()).isBetween(before, span.to());
    }
  }

  @Test
  void delayed_span_of_23_hours_begins_at_the_record_and_is_no_news_for_kamons_timers() {
    tracing.configure("kamon.instrumentation.kafka.client.tracing.use-delayed-spans = yes");
    long created = Kamon.clock().instant().toEpochMilli() - 23 * 3_600_000;
    try (Logs logs = new Logs()) {
      KafkaInstrumentation.consumerSpan(Clients.copy(RECORD, created)).finish();
      ReportedSpan span = tracing.next();
      assertThat(span.delayed()).isTrue();
      assertThat(span.from().toEpochMilli()).isEqualTo(created);
      // Kamon logs each value that is beyond the range of a timer, an hour by default.
      assertThat(logs.warnings()).isEmpty();
    }
  }
}
