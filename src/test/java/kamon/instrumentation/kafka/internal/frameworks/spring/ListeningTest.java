package kamon.instrumentation.kafka.internal.frameworks.spring;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import kamon.Kamon;
import kamon.instrumentation.kafka.Tracing;
import kamon.instrumentation.kafka.internal.tracing.Processing;
import kamon.instrumentation.kafka.testbed.ReportedSpan;
import kamon.trace.Span;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The setting for listeners of Spring Kafka, while containers run. */
class ListeningTest {
  private static final String OFF =
      "kamon.instrumentation.kafka.client.frameworks.spring-kafka = no";

  private static final Object LISTENER = new Object();

  @RegisterExtension final Tracing tracing = new Tracing();

  private final ConsumerRecord<String, String> record =
      new ConsumerRecord<>("orders", 0, 0, "key", "value");
  private final ConsumerRecords<String, String> batch =
      new ConsumerRecords<>(Map.of(new TopicPartition("orders", 0), List.of(record)), Map.of());

  @Test
  void setting_counts_from_the_next_record_or_batch_on_and_back() {
    for (int i = 0; i < 2; i++) {
      tracing.configure("");
      Listening.record(record, LISTENER, null).close();
      assertThat(tracing.next().name()).isEqualTo("consumer.process");
      Processing processing = Listening.batch();
      Listening.attempt(batch, polled -> null);
      processing.close();
      assertThat(tracing.next().name()).isEqualTo("consumer.process-batch");
      assertThat(isShared()).isTrue();

      tracing.configure(OFF);
      assertThat(Listening.record(record, LISTENER, null)).isNull();
      Listening.called(record, null);
      assertThat(Listening.batch()).isNull();
      Listening.attempt(batch, polled -> null);
      assertThat(isShared()).isFalse();
    }
    tracing.expectNoMore();
  }

  /** AssertJ would go through the records, which begins their spans. */
  private boolean isShared() {
    ConsumerRecords<?, ?> records = Listening.shared(batch, polled -> null);
    Listening.leaveShared(records);
    return records != batch;
  }

  @Test
  void span_that_is_running_when_the_setting_changes_ends_as_ever() {
    Processing processing = Listening.record(record, LISTENER, null);
    tracing.configure(OFF);
    assertThat(Kamon.currentSpan().isEmpty()).isFalse();
    processing.close();
    assertThat(tracing.next().name()).isEqualTo("consumer.process");
    assertThat(Kamon.currentContext().isEmpty()).isTrue();
  }

  @Test
  void listener_that_is_called_again_with_the_record_it_has_failed_with_has_another_span() {
    Processing processing = Listening.record(record, LISTENER, null);
    Listening.calling(record, polled -> null);
    Span first = Kamon.currentSpan();
    Listening.failed(new IllegalStateException("not yet"));
    Listening.calling(new ConsumerRecord<>("orders", 0, 1, "key", "value"), polled -> null);
    Listening.calling(batch, polled -> null);
    assertThat(Kamon.currentSpan()).isSameAs(first);
    Listening.calling(record, polled -> null);
    assertThat(Kamon.currentSpan()).isNotSameAs(first);
    ReportedSpan failed = tracing.next();
    assertThat(failed.spanId()).isEqualTo(first.id().string());
    assertThat(failed.error()).isTrue();
    processing.close();
    assertThat(tracing.next().error()).isFalse();
    tracing.expectNoMore();
  }

  @Test
  void listener_that_does_not_wait_has_a_span_for_a_record_that_is_not_due() {
    long later = System.currentTimeMillis() + TimeUnit.HOURS.toMillis(1);
    record.headers().add("retry_topic-backoff-timestamp", BigInteger.valueOf(later).toByteArray());
    Listening.record(record, LISTENER, null).close();
    assertThat(tracing.next().name()).isEqualTo("consumer.process");
    Object proxy =
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {Runnable.class},
            (any, method, args) -> null);
    Listening.record(record, proxy, null).close();
    tracing.expectNoMore();
  }
}
