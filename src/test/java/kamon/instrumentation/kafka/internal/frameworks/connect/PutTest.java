package kamon.instrumentation.kafka.internal.frameworks.connect;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import kamon.Kamon;
import kamon.instrumentation.kafka.Tracing;
import kamon.instrumentation.kafka.testbed.ReportedSpan;
import kamon.instrumentation.kafka.testbed.SpanLifecycle;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** One call of a sink, as the hooks in a worker tell of it. */
class PutTest {
  @RegisterExtension final Tracing tracing = new Tracing();

  private final List<WorkersRecord> records = List.of(record(0), record(1));

  @AfterEach
  void nothing_is_left() {
    assertThat(Kamon.currentContext().isEmpty()).isTrue();
    assertThat(SpanLifecycle.finished()).isEqualTo(SpanLifecycle.started());
  }

  @Test
  void put_is_a_span_of_the_polled_records() {
    Put put = enter(records);
    assertThat(Kamon.currentSpan().operationName()).isEqualTo("consumer.process-batch");
    put.leave(false, null);
    ReportedSpan span = tracing.next();
    assertThat(span.error()).isFalse();
    assertThat(span.tags())
        .containsEntry("kafka.topic", "orders")
        .containsEntry("kafka.batch.size", 2L);
  }

  @Test
  void call_without_records_has_no_span() {
    assertThat(enter(List.of())).isNull();
  }

  @Test
  void records_that_no_worker_makes_have_no_span() {
    assertThat(enter(List.of("record"))).isNull();
  }

  @Test
  void setting_counts_at_once() {
    tracing.configure("kamon.instrumentation.kafka.client.frameworks.kafka-connect = no");
    assertThat(enter(records)).isNull();
  }

  @Test
  void last_retriable_exception_of_the_thread_is_why_the_records_come_again() {
    Put put = enter(records);
    Put.retriable(new IllegalStateException("dealt with"));
    Put.retriable(new IllegalStateException("thrown"));
    put.leave(true, null);
    assertThat(tracing.next().tags()).containsEntry("error.message", "thrown");
  }

  @Test
  void retriable_exception_that_the_sink_has_dealt_with_is_no_failure() {
    Put put = enter(records);
    Put.retriable(new IllegalStateException("dealt with"));
    put.leave(false, null);
    assertThat(tracing.next().error()).isFalse();
  }

  @Test
  void retriable_exception_of_another_thread_fails_the_span_by_its_effect() {
    Put put = enter(records);
    CompletableFuture.runAsync(() -> Put.retriable(new IllegalStateException("unseen"))).join();
    put.leave(true, null);
    ReportedSpan span = tracing.next();
    assertThat(span.error()).isTrue();
    assertThat((String) span.tags().get("error.message")).contains("RetriableException");
  }

  @Test
  void failure_is_what_the_worker_has_wrapped() {
    Put put = enter(records);
    put.leave(true, new IllegalStateException("Exiting", new IllegalArgumentException("never")));
    assertThat(tracing.next().tags())
        .containsEntry("error.message", "never")
        .containsEntry("error.type", IllegalArgumentException.class.getName());
  }

  private static Put enter(List<?> records) {
    return Put.enter(records, record -> null);
  }

  private static WorkersRecord record(long offset) {
    return new WorkersRecord(new ConsumerRecord<>("orders", 0, offset, new byte[0], new byte[0]));
  }

  /** As InternalSinkRecord was up to 3.7. */
  public static final class WorkersRecord {
    private final ConsumerRecord<byte[], byte[]> polled;

    WorkersRecord(ConsumerRecord<byte[], byte[]> polled) {
      this.polled = polled;
    }

    public ConsumerRecord<byte[], byte[]> originalRecord() {
      return polled;
    }
  }
}
