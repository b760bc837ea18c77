package kamon.instrumentation.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import kamon.instrumentation.kafka.testbed.BrokerExtension;
import kamon.instrumentation.kafka.testbed.KafkaBroker;
import kamon.instrumentation.kafka.testbed.ReportedSpan;
import kamon.instrumentation.kafka.testbed.SpanLifecycle;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TransactionAbortedException;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Every way in which a send can fail: one start, one finish, and nothing the user would notice. */
@ExtendWith(BrokerExtension.class)
class ProducerLifecycleTest {
  @RegisterExtension final Tracing tracing = new Tracing();

  private final Clients clients;

  ProducerLifecycleTest(KafkaBroker broker) {
    clients = new Clients(broker);
  }

  @Test
  void serializer_that_throws_fails_the_span_and_the_exception_is_the_same() {
    for (Throwable thrown :
        List.of(
            new SerializationException("unchecked"),
            new IOException("checked"),
            new AssertionError("error"))) {
      try (KafkaProducer<String, String> producer =
          clients.producer(
              new StringSerializer(),
              (topic, value) -> {
                throw ProducerLifecycleTest.<RuntimeException>sneaky(thrown);
              })) {
        assertThatThrownBy(() -> producer.send(record(clients.newTopic())))
            .satisfiesAnyOf(
                t -> assertThat(t).isSameAs(thrown),
                t -> assertThat(t).isInstanceOf(KafkaException.class).hasCause(thrown));
      }
      expectFailed(tracing.next(), thrown.getMessage());
    }
    assertThat(SpanLifecycle.finished()).isEqualTo(3);
  }

  @Test
  void closed_producer_fails_the_span() {
    KafkaProducer<String, String> producer = clients.producer();
    producer.close();
    assertThatThrownBy(() -> producer.send(record("closed")))
        .isInstanceOf(IllegalStateException.class);
    expectFailed(tracing.next(), "Cannot perform operation after producer has been closed");
  }

  @Test
  void interrupted_thread_fails_the_span() {
    try (KafkaProducer<String, String> producer = clients.producer()) {
      Thread.currentThread().interrupt();
      assertThatThrownBy(() -> producer.send(record(clients.newTopicName())))
          .isInstanceOf(InterruptException.class);
      assertThat(Thread.interrupted()).isTrue();
    }
    assertThat(tracing.next().error()).isTrue();
  }

  @Test
  void invalid_topic_fails_the_span_and_calls_back_once() {
    List<Exception> calledBack = new ArrayList<>();
    try (KafkaProducer<String, String> producer = clients.producer()) {
      Future<RecordMetadata> sent =
          producer.send(record("no spaces allowed"), (metadata, e) -> calledBack.add(e));
      assertThatThrownBy(sent::get).cause().isSameAs(calledBack.get(0));
    }
    assertThat(calledBack).hasSize(1);
    expectFailed(tracing.next(), calledBack.get(0).getMessage());
  }

  @Test
  void record_too_large_fails_the_span() {
    try (KafkaProducer<String, String> producer = clients.producer("max.request.size", "1000")) {
      Future<RecordMetadata> sent =
          producer.send(new ProducerRecord<>(clients.newTopic(), "key", "v".repeat(2000)));
      assertThatThrownBy(sent::get).hasCauseInstanceOf(RecordTooLargeException.class);
    }
    assertThat(tracing.next().error()).isTrue();
  }

  @Test
  void callback_that_throws_out_of_send_leaves_one_finished_span() {
    IllegalStateException thrown = new IllegalStateException("from the callback");
    try (KafkaProducer<String, String> producer = clients.producer("max.request.size", "1000")) {
      assertThatThrownBy(
              () ->
                  producer.send(
                      new ProducerRecord<>(clients.newTopic(), "key", "v".repeat(2000)),
                      (metadata, e) -> {
                        throw thrown;
                      }))
          .satisfiesAnyOf(t -> assertThat(t).isSameAs(thrown), t -> assertThat(t).hasCause(thrown));
    }
    ReportedSpan span = tracing.next();
    assertThat(span.error()).isTrue();
    assertThat((String) span.tags().get("error.message")).contains("max.request.size");
  }

  @Test
  void callback_that_throws_after_the_acknowledgement_leaves_a_good_span() {
    String topic = clients.newTopic();
    try (KafkaProducer<String, String> producer = clients.producer()) {
      Clients.get(
          producer.send(
              record(topic),
              (metadata, e) -> {
                throw new IllegalStateException("from the callback");
              }));
      assertThat(tracing.next().error()).isFalse();
      Clients.get(producer.send(record(topic)));
    }
    assertThat(tracing.next().error()).isFalse();
  }

  @Test
  void broker_that_is_gone_fails_the_span() {
    try (KafkaBroker doomed = KafkaBroker.start()) {
      Clients doomedClients = new Clients(doomed);
      String topic = doomedClients.newTopic();
      try (KafkaProducer<String, String> producer =
          doomedClients.producer(
              "delivery.timeout.ms",
              "1500",
              "request.timeout.ms",
              "1000",
              "linger.ms",
              "0",
              // Metadata may expire between the death and the send: that wait is a minute else.
              "max.block.ms",
              "20000")) {
        // For its first record, a broker that is busy may need more time than that.
        for (int tries = 1; !isSent(producer, topic); tries++) {
          assertThat(tracing.next().error()).isTrue();
          assertThat(tries).isLessThan(30);
        }
        assertThat(tracing.next().error()).isFalse();
        doomed.stop();
        assertThat(isSent(producer, topic)).isFalse();
      }
      assertThat(tracing.next().error()).isTrue();
    }
  }

  private static boolean isSent(KafkaProducer<String, String> producer, String topic) {
    try {
      Clients.get(producer.send(record(topic)));
      return true;
    } catch (AssertionError e) {
      assertThat(e).hasRootCauseInstanceOf(TimeoutException.class);
      return false;
    }
  }

  @Test
  void close_with_sends_in_flight_finishes_all_their_spans() {
    String topic = clients.newTopic();
    int sends = 100;
    CompletableFuture<Exception> first = new CompletableFuture<>();
    KafkaProducer<String, String> producer =
        clients.producer("linger.ms", "60000", "delivery.timeout.ms", "120000");
    List<Future<RecordMetadata>> inFlight = new ArrayList<>();
    for (int i = 0; i < sends; i++) {
      inFlight.add(producer.send(record(topic), (metadata, e) -> first.complete(e)));
    }
    producer.close(Duration.ZERO);
    assertThat(inFlight).allMatch(Future::isDone);
    assertThat(Clients.get(first)).isInstanceOf(KafkaException.class);
    List<ReportedSpan> spans = tracing.next(sends);
    assertThat(spans).allMatch(ReportedSpan::error);
    assertThat(SpanLifecycle.finished()).isEqualTo(sends);
  }

  @Test
  void aborted_transaction_fails_the_spans_of_what_was_not_sent_yet() {
    String topic = clients.newTopic();
    try (KafkaProducer<String, String> producer =
        clients.producer(
            "transactional.id",
            UUID.randomUUID().toString(),
            "linger.ms",
            "60000",
            "delivery.timeout.ms",
            "120000")) {
      producer.initTransactions();
      // Kafka's sender thread may be on its way with the record when the abort comes: once more.
      while (!isAborted(producer, topic)) {
        assertThat(tracing.next().error()).isFalse();
      }
    }
    ReportedSpan span = tracing.next();
    assertThat(span.error()).isTrue();
    assertThat(span.tags()).containsKey("error.message").doesNotContainKey("kafka.partition");
  }

  private static boolean isAborted(KafkaProducer<String, String> producer, String topic) {
    producer.beginTransaction();
    Future<RecordMetadata> sent = producer.send(record(topic));
    producer.abortTransaction();
    try {
      Clients.get(sent);
      return false;
    } catch (AssertionError e) {
      assertThat(e).hasRootCauseInstanceOf(TransactionAbortedException.class);
      return true;
    }
  }

  /** A send span ends with the acknowledgement: what the application decides later is no part. */
  @Test
  void abort_after_the_acknowledgement_leaves_a_good_span_with_its_partition() {
    String topic = clients.newTopic();
    try (KafkaProducer<String, String> producer =
        clients.producer("transactional.id", UUID.randomUUID().toString())) {
      producer.initTransactions();
      producer.beginTransaction();
      Clients.get(producer.send(record(topic)));
      ReportedSpan span = tracing.next();
      producer.abortTransaction();
      assertThat(span.error()).isFalse();
      assertThat(span.tags()).containsEntry("kafka.partition", 0L);
    }
  }

  @Test
  void null_record_gets_kafkas_own_exception_and_no_span() {
    try (KafkaProducer<String, String> producer = clients.producer()) {
      assertThatThrownBy(() -> producer.send(null)).isInstanceOf(NullPointerException.class);
    }
    assertThat(SpanLifecycle.started()).isZero();
  }

  private static void expectFailed(ReportedSpan span, String message) {
    assertThat(span.name()).isEqualTo("producer.send");
    assertThat(span.error()).isTrue();
    assertThat(span.metricTags()).containsEntry("error", true);
    assertThat((String) span.tags().get("error.message")).contains(message);
    assertThat(span.tags()).containsKey("error.stacktrace").doesNotContainKey("kafka.partition");
  }

  private static ProducerRecord<String, String> record(String topic) {
    return new ProducerRecord<>(topic, "key", "value");
  }

  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  private static <E extends Throwable> E sneaky(Throwable t) throws E {
    throw (E) t;
  }
}
