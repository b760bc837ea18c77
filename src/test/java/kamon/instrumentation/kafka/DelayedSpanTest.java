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

  @Test
  void delayed_span_starts_now_without_a_timestamp_or_with_one_in_the_future() {
    tracing.configure("kamon.instrumentation.kafka.client.tracing.use-delayed-spans = yes");
    Instant before = Kamon.clock().instant();
    KafkaInstrumentation.consumerSpan(RECORD).finish();
    long future = System.currentTimeMillis() + 3_600_000;
    KafkaInstrumentation.consumerSpan(Clients.copy(RECORD, future)).finish();
    for (ReportedSpan span : tracing.next(2)) {
      assertThat(span.delayed()).isFalse();
      assertThat(span.from()).isBetween(before, span.to());
    }
  }
}
