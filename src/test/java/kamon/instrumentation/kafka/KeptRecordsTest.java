package kamon.instrumentation.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import kamon.Kamon;
import kamon.context.Context;
import kamon.instrumentation.kafka.testbed.BrokerExtension;
import kamon.instrumentation.kafka.testbed.KafkaBroker;
import kamon.instrumentation.kafka.testbed.ReportedSpan;
import kamon.trace.Span;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Row B6: a record that an application keeps does not keep what it was built in. */
@ExtendWith(BrokerExtension.class)
class KeptRecordsTest {
  private static final int DEPTH = 50;

  @RegisterExtension final Tracing tracing = new Tracing();

  private static final String UNSEEN =
      "kamon.trace { sampler = never\n hooks { pre-finish = []\n pre-start ="
          + " [\"kamon.trace.Hooks$PreStart$FromContext\"] } }";

  private final Clients clients;

  KeptRecordsTest(KafkaBroker broker) {
    clients = new Clients(broker);
  }

  @Test
  void record_that_waits_lets_go_of_the_spans_and_still_belongs_to_them() {
    String topic = clients.newTopic();
    List<WeakReference<Span>> spans = new ArrayList<>();
    ProducerRecord<String, String> kept = buildAtTheEndOfAChain(topic, spans);
    List<ReportedSpan> chain = tracing.next(DEPTH);
    ReportedSpan last = chain.get(0);
    await().atMost(Tracing.PATIENCE).until(() -> areGone(spans));
    try (KafkaProducer<String, String> producer = clients.producer()) {
      Clients.get(producer.send(kept));
    }
    ReportedSpan sent = tracing.next();
    assertThat(sent.parentId()).isEqualTo(last.spanId());
    assertThat(sent.traceId()).isEqualTo(last.traceId());
    assertThat(Kctx.of(clients.only(topic)))
        .isEqualTo(Kctx.write(Kctx.withSpan(Context.of("tenant", "acme"), sent)));
  }

  @Test
  void record_that_was_sent_lets_go_of_the_span_it_was_built_in() {
    String topic = clients.newTopic();
    List<WeakReference<Span>> spans = new ArrayList<>();
    ProducerRecord<String, String> kept;
    try (KafkaProducer<String, String> producer = clients.producer()) {
      kept = buildInARootSpan(topic, spans);
      Clients.get(producer.send(kept));
    }
    tracing.next(2);
    await().atMost(Tracing.PATIENCE).until(() -> areGone(spans));
    assertThat(kept.topic()).isEqualTo(topic);
  }

  @Test
  void what_is_sent_while_a_record_is_processed_does_not_keep_that_record() {
    tracing.configure(UNSEEN);
    List<Context> senders = new ArrayList<>();
    WeakReference<Object> value = processed(senders);
    await()
        .atMost(Tracing.PATIENCE)
        .until(
            () -> {
              System.gc();
              return value.get() == null;
            });
    assertThat(senders).hasSize(1).doesNotContainNull();
    tracing.configure(""); // for what follows the test
  }

  /** The context of a send that the broker has not answered, whose parent was looked at. */
  private static WeakReference<Object> processed(List<Context> senders) {
    Object value = new Object();
    ConsumerRecord<String, Object> record = new ConsumerRecord<>("orders", 0, 0, "key", value);
    KafkaInstrumentation.runWithConsumerSpan(
        record,
        () -> {
          Context current = Kamon.currentContext();
          assertThat(current.get(Span.Key()).isEmpty()).isFalse();
          senders.add(current);
        });
    return new WeakReference<>(value);
  }

  private static ProducerRecord<String, String> buildInARootSpan(
      String topic, List<WeakReference<Span>> spans) {
    Span root = Kamon.spanBuilder("root").start();
    spans.add(new WeakReference<>(root));
    ProducerRecord<String, String> record =
        Tracing.within(
            Context.of(Span.Key(), root), () -> new ProducerRecord<>(topic, "key", "value"));
    root.finish();
    return record;
  }

  private static ProducerRecord<String, String> buildAtTheEndOfAChain(
      String topic, List<WeakReference<Span>> spans) {
    return chain(topic, spans, Context.of("tenant", "acme"), DEPTH);
  }

  private static ProducerRecord<String, String> chain(
      String topic, List<WeakReference<Span>> spans, Context context, int depth) {
    return Tracing.within(
        context,
        () -> {
          if (depth == 0) {
            return new ProducerRecord<>(topic, "key", "value");
          }
          Span span = Kamon.spanBuilder("depth " + depth).start();
          spans.add(new WeakReference<>(span));
          ProducerRecord<String, String> record =
              chain(topic, spans, context.withEntry(Span.Key(), span), depth - 1);
          span.finish();
          return record;
        });
  }

  private static boolean areGone(List<WeakReference<Span>> spans) {
    System.gc();
    return spans.stream().allMatch(span -> span.get() == null);
  }
}
