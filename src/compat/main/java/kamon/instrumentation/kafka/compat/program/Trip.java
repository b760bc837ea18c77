package kamon.instrumentation.kafka.compat.program;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import kamon.Kamon;
import kamon.context.Context;
import kamon.context.Storage;
import kamon.instrumentation.kafka.KafkaInstrumentation;
import kamon.tag.Lookups;
import kamon.trace.Span;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;

/** One way in one run: its names, its clients' settings, and what its records are sent with. */
final class Trip {
  private static final String TENANT = "tenant";

  /** Name of a span that nobody finishes. */
  private static final String LEFT_OPEN = "left open";

  private final String broker;
  private final String run;
  private final Way way;
  private ConsumerRecord<String, String> last;

  Trip(String broker, String run, Way way) {
    this.broker = broker;
    this.run = run;
    this.way = way;
  }

  Way way() {
    return way;
  }

  String topic() {
    return way.topic(run);
  }

  /** Client id of its consumer. */
  String consumer() {
    return way.consumer(run);
  }

  void lacks() {
    Event.print(Event.Kind.LACKS, way);
  }

  KafkaProducer<String, String> producer(String... settings) {
    Map<String, Object> all = settings(way.producer(run), settings);
    all.put("key.serializer", "org.apache.kafka.common.serialization.StringSerializer");
    all.put("value.serializer", "org.apache.kafka.common.serialization.StringSerializer");
    return new KafkaProducer<>(all);
  }

  /** With group id, if there is one, from the start of the topic. */
  Map<String, Object> consumerSettings(boolean group, String... settings) {
    Map<String, Object> all = settings(consumer(), settings);
    all.put("key.deserializer", "org.apache.kafka.common.serialization.StringDeserializer");
    all.put("value.deserializer", "org.apache.kafka.common.serialization.StringDeserializer");
    if (group) {
      all.put("group.id", way.group(run));
    }
    return all;
  }

  private Map<String, Object> settings(String clientId, String... settings) {
    Map<String, Object> all = new HashMap<>();
    all.put("bootstrap.servers", broker);
    all.put("client.id", clientId);
    for (int i = 0; i < settings.length; i += 2) {
      all.put(settings[i], settings[i + 1]);
    }
    return all;
  }

  /** Sends within a span "checkout" and a context tag, and waits for the acknowledgement. */
  void send(KafkaProducer<String, String> producer)
      throws InterruptedException, ExecutionException {
    Span checkout = Kamon.spanBuilder("checkout").start();
    Storage.Scope scope =
        Kamon.storeContext(Context.of(TENANT, way.name()).withEntry(Span.Key(), checkout));
    try {
      ProducerRecord<String, String> record = new ProducerRecord<>(topic(), "key", "value");
      RecordMetadata sent = producer.send(record).get();
      Event.print(Event.Kind.SENT, way, sent.offset());
    } finally {
      scope.close();
      checkout.finish();
    }
  }

  void received(List<ConsumerRecord<String, String>> records) {
    for (ConsumerRecord<String, String> record : records) {
      received(record, consumer(), 0);
      last = record;
    }
  }

  /** Starts a span for the last record. */
  void leftOpen() {
    KafkaInstrumentation.consumerSpan(last, LEFT_OPEN);
  }

  /**
   * Processes a record in its span.
   *
   * @param deliveryCount 0 when not polled by a share consumer
   */
  void received(ConsumerRecord<String, String> record, String clientId, int deliveryCount) {
    KafkaInstrumentation.runWithConsumerSpan(
        record,
        () ->
            Event.print(
                Event.Kind.RECEIVED,
                way,
                record.offset(),
                record.timestamp(),
                clientId,
                deliveryCount,
                Kamon.currentContext().getTag(Lookups.plain(TENANT)),
                Kctx.isAsKamonWritesIt(record, Context.of(TENANT, way.name()))));
  }
}
