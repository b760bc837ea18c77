package kamon.instrumentation.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import kamon.Kamon;
import kamon.context.Context;
import kamon.instrumentation.kafka.testbed.BrokerExtension;
import kamon.instrumentation.kafka.testbed.KafkaBroker;
import kamon.instrumentation.kafka.testbed.ReportedSpan;
import kamon.instrumentation.kafka.testbed.SpanLifecycle;
import kamon.metric.Instrument;
import kamon.trace.Span;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Spans that the application should finish and does not. */
@ExtendWith(BrokerExtension.class)
class AbandonedSpanTest {
  private static final String SECTION = "kamon.instrumentation.kafka.client.tracing";
  // What is sent here is in no trace, and of no interest.
  private static final String NO_SENDS = SECTION + ".start-trace-on-producer = no\n";

  @RegisterExtension final Tracing tracing = new Tracing();

  private final KafkaBroker broker;
  private final Clients clients;
  private String topic;
  private KafkaProducer<String, String> producer;
  private KafkaConsumer<String, String> consumer;
  private long countedBefore;

  AbandonedSpanTest(KafkaBroker broker) {
    this.broker = broker;
    this.clients = new Clients(broker);
  }

  @BeforeEach
  void start() {
    tracing.configure(NO_SENDS);
    topic = clients.newTopicName();
    broker.createTopic(topic, 2);
    producer = clients.producer();
    consumer = clients.consumer(topic, "client.id", "billing");
    countedBefore = counted();
  }

  @AfterEach
  void stop() {
    consumer.close();
    producer.close();
  }

  @Test
  void span_left_open_is_finished_and_marked_when_two_more_polls_had_records() {
    Span left = KafkaInstrumentation.consumerSpan(next(), "left");
    next();
    assertThat(SpanLifecycle.finished()).isZero();
    try (Logs logs = new Logs()) {
      next();
      assertThat(logs.warnings())
          .filteredOn(line -> line.contains("was still open"))
          .hasSizeLessThanOrEqualTo(1) // one a minute
          .allSatisfy(
              line ->
                  assertThat(line)
                      .startsWith("Span \"left\" for records of " + topic + "-0 was still open")
                      .contains("its consumer billing has polled twice more")
                      .contains("tracing.finish-abandoned-spans = no"));
    }
    ReportedSpan span = tracing.next("left");
    assertThat(span.spanId()).isEqualTo(left.id().string());
    assertThat(span.error()).isFalse();
    assertThat(span.tags())
        .containsEntry("kafka.abandoned", true)
        .containsEntry("kafka.topic", topic)
        .containsEntry("kafka.offset", 0L);
    assertThat(counted() - countedBefore).isEqualTo(1);
    left.finish(); // too late, and no harm
  }

  @Test
  void polls_without_records_do_not_count() {
    Span left = KafkaInstrumentation.consumerSpan(next());
    for (int i = 0; i < 5; i++) {
      assertThat(consumer.poll(Duration.ofMillis(1)).isEmpty()).isTrue();
    }
    next();
    left.finish();
    assertThat(tracing.next("consumer.process").tags()).doesNotContainKey("kafka.abandoned");
    assertThat(counted()).isEqualTo(countedBefore);
  }

  @Test
  void span_that_the_application_has_finished_is_left_alone() {
    KafkaInstrumentation.consumerSpan(next(), "done").finish();
    KafkaInstrumentation.callWithConsumerSpan(next(), "also", false, () -> Kamon.currentSpan())
        .finish();
    KafkaInstrumentation.enter(next(), "closed").close();
    next();
    next();
    for (String name : List.of("done", "also", "closed")) {
      ReportedSpan span = tracing.next(name);
      assertThat(span.tags()).doesNotContainKey("kafka.abandoned");
    }
    assertThat(counted()).isEqualTo(countedBefore);
  }

  @Test
  void each_form_whose_end_only_the_application_knows_is_looked_after() {
    ConsumerRecord<String, String> record = next();
    KafkaInstrumentation.runWithConsumerSpan(record, "run", false, () -> {});
    KafkaInstrumentation.batchSpan(List.of(record), "batch");
    ConsumerSpanScope scope = KafkaInstrumentation.enter(record, "enter");
    ConsumerSpanScope batchScope = KafkaInstrumentation.enterBatch(List.of(record), "enterBatch");
    next();
    next();
    for (String name : List.of("run", "batch", "enter", "enterBatch")) {
      assertThat(tracing.next(name).tags()).as(name).containsEntry("kafka.abandoned", true);
    }
    assertThat(counted() - countedBefore).isEqualTo(4);
    batchScope.close();
    scope.close();
    assertThat(Kamon.currentContext().isEmpty()).isTrue();
  }

  @Test
  void forms_that_see_the_end_take_as_long_as_they_like() {
    CompletableFuture<String> work = new CompletableFuture<>();
    ConsumerRecord<String, String> first = next();
    KafkaInstrumentation.runWithConsumerSpanAsync(first, "async", () -> work);
    KafkaInstrumentation.runWithConsumerSpan(
        first,
        "run",
        () ->
            KafkaInstrumentation.runWithBatchSpan(
                List.of(first),
                "batch",
                () -> {
                  next();
                  next();
                  next();
                }));
    work.complete("done");
    for (String name : List.of("batch", "run", "async")) {
      assertThat(tracing.next(name).tags()).as(name).doesNotContainKey("kafka.abandoned");
    }
    assertThat(counted()).isEqualTo(countedBefore);
  }

  @Test
  void span_is_finished_when_the_consumer_is_closed() {
    ConsumerRecord<String, String> record = next();
    KafkaInstrumentation.consumerSpan(record, "left");
    consumer.close();
    assertThat(tracing.next("left").tags()).containsEntry("kafka.abandoned", true);
    assertThat(counted() - countedBefore).isEqualTo(1);
    // What begins afterwards is the application's affair.
    Span later = KafkaInstrumentation.consumerSpan(record, "later");
    consumer.close();
    later.finish();
    assertThat(tracing.next("later").tags()).doesNotContainKey("kafka.abandoned");
  }

  @Test
  void span_is_finished_when_the_consumer_has_lost_the_partition() {
    consumer.unsubscribe();
    TopicPartition first = new TopicPartition(topic, 0);
    TopicPartition second = new TopicPartition(topic, 1);
    consumer.assign(List.of(first, second));
    consumer.seekToBeginning(List.of(first, second));
    ConsumerRecord<String, String> lost = next(0);
    ConsumerRecord<String, String> kept = next(1);
    KafkaInstrumentation.consumerSpan(lost, "lost");
    Span open = KafkaInstrumentation.consumerSpan(kept, "kept");
    Span batch = KafkaInstrumentation.batchSpan(List.of(lost, kept), "both");
    consumer.assign(List.of(second));
    assertThat(consumer.poll(Duration.ofMillis(1)).isEmpty()).isTrue();
    assertThat(tracing.next("lost").tags()).containsEntry("kafka.abandoned", true);
    open.finish();
    batch.finish();
    for (String name : List.of("kept", "both")) {
      assertThat(tracing.next(name).tags()).doesNotContainKey("kafka.abandoned");
    }
    assertThat(counted() - countedBefore).isEqualTo(1);
  }

  @Test
  void span_stays_open_where_the_settings_say_so() {
    tracing.configure(NO_SENDS + SECTION + ".finish-abandoned-spans = no");
    Span left = KafkaInstrumentation.consumerSpan(next(), "left");
    next();
    next();
    consumer.close();
    left.finish();
    assertThat(tracing.next("left").tags()).doesNotContainKey("kafka.abandoned");
    assertThat(counted()).isEqualTo(countedBefore);
  }

  @Test
  void span_that_was_left_before_the_setting_changed_stays_open_too() {
    Span left = KafkaInstrumentation.consumerSpan(next(), "left");
    tracing.configure(NO_SENDS + SECTION + ".finish-abandoned-spans = no");
    Span other = KafkaInstrumentation.consumerSpan(next(), "other");
    next();
    consumer.close();
    left.finish();
    other.finish();
    for (String name : List.of("left", "other")) {
      assertThat(tracing.next(name).tags()).doesNotContainKey("kafka.abandoned");
    }
  }

  /** As applications make them that decrypt what they get. */
  @Test
  void copy_with_the_name_of_another_topic_is_not_taken_for_lost() {
    ConsumerRecord<String, String> polled = next();
    ConsumerRecord<String, String> copy =
        new ConsumerRecord<>("decrypted", 7, polled.offset(), polled.key(), polled.value());
    KafkaInstrumentation.copyHiddenState(polled, copy);
    Span open = KafkaInstrumentation.consumerSpan(copy, "open");
    assertThat(consumer.poll(Duration.ofMillis(1)).isEmpty()).isTrue();
    open.finish();
    assertThat(tracing.next("open").tags())
        .containsEntry("kafka.client-id", "billing")
        .doesNotContainKey("kafka.abandoned");
  }

  @Test
  void span_is_finished_when_the_group_gives_the_partition_to_another() {
    TopicPartition partition = new TopicPartition(topic, 1); // 0 stays with "billing"
    KafkaInstrumentation.consumerSpan(next(1), "lost");
    String group = consumer.groupMetadata().groupId();
    try (KafkaConsumer<String, String> other = clients.consumer(topic, "group.id", group)) {
      long deadline = System.nanoTime() + Tracing.PATIENCE.toNanos();
      while (consumer.assignment().contains(partition) && System.nanoTime() - deadline < 0) {
        consumer.poll(Duration.ofMillis(50));
        other.poll(Duration.ofMillis(50));
      }
      assertThat(consumer.assignment()).doesNotContain(partition);
      assertThat(tracing.next("lost").tags()).containsEntry("kafka.abandoned", true);
    }
  }

  @Test
  void share_consumer_is_no_different() {
    String group = "share-" + UUID.randomUUID();
    broker.shareGroupReadsFromStart(group);
    send(0);
    try (KafkaShareConsumer<String, String> sharer =
        new KafkaShareConsumer<>(
            Clients.settings(
                Map.of("bootstrap.servers", broker.bootstrapServers()), "group.id", group),
            new StringDeserializer(),
            new StringDeserializer())) {
      sharer.subscribe(List.of(topic));
      KafkaInstrumentation.consumerSpan(shared(sharer), "polled on");
      send(0);
      ConsumerRecord<String, String> second = shared(sharer);
      KafkaInstrumentation.consumerSpan(second, "closed");
      send(0);
      shared(sharer);
      assertThat(tracing.next("polled on").tags()).containsEntry("kafka.abandoned", true);
    }
    assertThat(tracing.next("closed").tags()).containsEntry("kafka.abandoned", true);
  }

  private static ConsumerRecord<String, String> shared(KafkaShareConsumer<String, String> sharer) {
    List<ConsumerRecord<String, String>> polled = new ArrayList<>();
    long deadline = System.nanoTime() + Tracing.PATIENCE.toNanos();
    while (polled.isEmpty() && System.nanoTime() - deadline < 0) {
      ConsumerRecords<String, String> records = sharer.poll(Duration.ofMillis(200));
      records.forEach(polled::add);
    }
    assertThat(polled).hasSize(1);
    return polled.get(0);
  }

  /** One record, from one poll that has it. */
  private ConsumerRecord<String, String> next() {
    return next(0);
  }

  private ConsumerRecord<String, String> next(int partition) {
    send(partition);
    List<ConsumerRecord<String, String>> polled = Clients.poll(consumer, 1);
    assertThat(polled).hasSize(1);
    return polled.get(0);
  }

  private void send(int partition) {
    Tracing.within(
        Context.Empty(),
        () -> Clients.get(producer.send(new ProducerRecord<>(topic, partition, "key", "value"))));
  }

  @SuppressWarnings("unchecked")
  private static long counted() {
    return (Long)
        ((Instrument.Snapshotting<Object>)
                (Object)
                    Kamon.counter(
                            "kafka.consumer.spans.abandoned",
                            "Consumer spans that the application has never finished")
                        .withoutTags())
            .snapshot(false);
  }
}
