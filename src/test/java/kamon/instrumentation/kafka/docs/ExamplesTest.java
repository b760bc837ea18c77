package kamon.instrumentation.kafka.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import kamon.context.Context;
import kamon.instrumentation.kafka.Clients;
import kamon.instrumentation.kafka.ConsumerSpanScope;
import kamon.instrumentation.kafka.KafkaInstrumentation;
import kamon.instrumentation.kafka.Tracing;
import kamon.instrumentation.kafka.testbed.BrokerExtension;
import kamon.instrumentation.kafka.testbed.KafkaBroker;
import kamon.instrumentation.kafka.testbed.ReportedSpan;
import kamon.tag.Lookups;
import kamon.trace.Span;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The examples of README and docs, between "example" and "end", run against a real broker. */
@ExtendWith(BrokerExtension.class)
class ExamplesTest {
  @RegisterExtension final Tracing tracing = new Tracing();

  private final Clients clients;
  private final List<String> processed = new ArrayList<>();
  private KafkaProducer<String, String> producer;
  private ReportedSpan sent;
  private String topic;

  ExamplesTest(KafkaBroker broker) {
    clients = new Clients(broker);
  }

  @BeforeEach
  void sendOne() {
    producer = clients.producer();
    topic = clients.newTopic();
    Tracing.within(
        Context.of("tenant", "acme"),
        () -> Clients.get(producer.send(new ProducerRecord<>(topic, "key", "value"))));
    sent = tracing.next();
  }

  @AfterEach
  void close() {
    producer.close();
  }

  @Test
  void consumer_loop_has_a_span_for_each_record() {
    try (KafkaConsumer<String, String> consumer = clients.consumer(topic)) {
      while (processed.isEmpty()) {
        poll(consumer);
      }
    }
    assertThat(processed).containsExactly("value");
    assertThat(tracing.next().parentId()).isEqualTo(sent.spanId());
  }

  private void poll(KafkaConsumer<String, String> consumer) {
    // example: loop
    for (ConsumerRecord<String, String> record : consumer.poll(Duration.ofMillis(100))) {
      KafkaInstrumentation.runWithConsumerSpan(record, () -> process(record));
    }
    // end
  }

  @Test
  void name_and_result_of_the_action_are_the_callers() {
    ConsumerRecord<String, String> record = clients.only(topic);
    // example: result
    String invoice =
        KafkaInstrumentation.callWithConsumerSpan(record, "invoice.create", () -> bill(record));
    // end
    assertThat(invoice).isEqualTo("invoice for value");
    assertThat(tracing.next().name()).isEqualTo("invoice.create");
  }

  @Test
  void records_sent_while_processing_go_on_with_trace_and_tags() throws Exception {
    ConsumerRecord<String, String> record = clients.only(topic);
    String invoices = clients.newTopic();
    // example: forward
    KafkaInstrumentation.runWithConsumerSpan(
        record,
        () -> {
          producer.send(new ProducerRecord<>(invoices, record.key(), bill(record))).get();
        });
    // end
    ReportedSpan forwarded = tracing.next("producer.send");
    assertThat(forwarded.parentId()).isEqualTo(tracing.next("consumer.process").spanId());
    assertThat(
            KafkaInstrumentation.extractContext(clients.only(invoices))
                .getTag(Lookups.plain("tenant")))
        .isEqualTo("acme");
  }

  @Test
  void several_checked_exceptions_keep_their_types() throws Exception {
    ConsumerRecord<String, String> record = clients.only(topic);
    assertThat(await(record, CompletableFuture.completedFuture("paid"))).isEqualTo("paid");
    assertThat(tracing.next().error()).isFalse();
    assertThatThrownBy(
            () -> await(record, CompletableFuture.failedFuture(new IllegalStateException("no"))))
        .isInstanceOf(ExecutionException.class);
    assertThat(tracing.next().error()).isTrue();
  }

  private static String await(ConsumerRecord<String, String> record, Future<String> future)
      throws InterruptedException, ExecutionException {
    // example: exceptions
    try {
      return KafkaInstrumentation.callWithConsumerSpan(record, () -> future.get());
    } catch (InterruptedException | ExecutionException | RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new AssertionError(e); // get() throws no other
    }
    // end
  }

  @Test
  void span_of_asynchronous_work_is_finished_by_that_work() {
    ConsumerRecord<String, String> record = clients.only(topic);
    // example: async
    CompletableFuture<String> invoice =
        KafkaInstrumentation.runWithConsumerSpanAsync(
            record, "invoice.create", () -> billLater(record));
    // end
    assertThat(Clients.get(invoice)).isEqualTo("invoice for value");
    assertThat(tracing.next().parentId()).isEqualTo(sent.spanId());
  }

  @Test
  void scope_is_for_code_that_no_lambda_fits() {
    ConsumerRecord<String, String> record = clients.only(topic);
    // example: scope
    ConsumerSpanScope scope = KafkaInstrumentation.enter(record);
    try {
      process(record);
    } catch (RuntimeException e) {
      scope.fail(e);
      throw e;
    } finally {
      scope.close();
    }
    // end
    assertThat(processed).containsExactly("value");
    assertThat(tracing.next().parentId()).isEqualTo(sent.spanId());
  }

  @Test
  void batch_has_one_span_for_all_its_records() {
    try (KafkaConsumer<String, String> consumer = clients.consumer(topic)) {
      while (processed.isEmpty()) {
        importBatch(consumer);
      }
    }
    ReportedSpan span = tracing.next();
    assertThat(span.name()).isEqualTo("orders.import");
    assertThat(span.parentId()).isEqualTo(sent.spanId()); // the only sender
    assertThat(span.tags()).containsEntry("kafka.batch.size", 1L);
  }

  private void importBatch(KafkaConsumer<String, String> consumer) {
    // example: batch
    ConsumerRecords<String, String> batch = consumer.poll(Duration.ofMillis(100));
    KafkaInstrumentation.runWithBatchSpan(batch, "orders.import", () -> importAll(batch));
    // end
  }

  @Test
  void headers_are_read_and_written_without_a_record() {
    Headers headers = new RecordHeaders(clients.only(topic).headers().toArray());
    // example: headers
    Context incoming = KafkaInstrumentation.extractContext(headers);
    KafkaInstrumentation.injectContext(incoming.withTag("tenant", "acme"), headers);
    // end
    Context written = KafkaInstrumentation.extractContext(headers);
    assertThat(written.get(Span.Key()).id().string()).isEqualTo(sent.spanId());
    assertThat(written.getTag(Lookups.plain("tenant"))).isEqualTo("acme");
  }

  @Test
  void context_of_a_record_tells_who_sent_it() {
    ConsumerRecord<String, String> record = clients.only(topic);
    // example: extract
    Context incoming = KafkaInstrumentation.extractContext(record);
    String tenant = incoming.getTag(Lookups.plain("tenant"));
    // end
    assertThat(tenant).isEqualTo("acme");
  }

  @Test
  void copy_of_a_record_keeps_the_tags_of_its_poll() {
    ConsumerRecord<String, String> record = clients.only(topic);
    // example: copy
    ConsumerRecord<String, String> decrypted = decrypt(record);
    KafkaInstrumentation.copyHiddenState(record, decrypted);
    // end
    KafkaInstrumentation.consumerSpan(decrypted).finish();
    assertThat(tracing.next().tags()).containsKeys("kafka.client-id", "kafka.poll-time");
  }

  @Test
  void propagator_class_is_named_in_the_configuration() {
    tracing.configure(
        "kamon.instrumentation.kafka.client.tracing.propagator = \""
            + TenantHeader.class.getName()
            + "\"");
    String other = clients.newTopic();
    Tracing.within(
        Context.of("tenant", "acme"),
        () -> Clients.get(producer.send(new ProducerRecord<>(other, "key", "value"))));
    assertThat(tracing.next().parentId()).isEmpty();
    ConsumerRecord<String, String> record = clients.only(other);
    assertThat(record.headers().toArray()).extracting(h -> h.key()).containsExactly("tenant");
    assertThat(KafkaInstrumentation.extractContext(record).getTag(Lookups.plain("tenant")))
        .isEqualTo("acme");
  }

  private void process(ConsumerRecord<String, String> record) {
    processed.add(record.value());
  }

  private void importAll(Iterable<ConsumerRecord<String, String>> records) {
    records.forEach(this::process);
  }

  private static String bill(ConsumerRecord<String, String> record) {
    return "invoice for " + record.value();
  }

  private static CompletableFuture<String> billLater(ConsumerRecord<String, String> record) {
    return CompletableFuture.supplyAsync(() -> bill(record));
  }

  private static ConsumerRecord<String, String> decrypt(ConsumerRecord<String, String> record) {
    return new ConsumerRecord<>(
        record.topic(),
        record.partition(),
        record.offset(),
        record.timestamp(),
        record.timestampType(),
        -1,
        -1,
        record.key(),
        record.value(),
        record.headers(),
        Optional.empty());
  }
}
