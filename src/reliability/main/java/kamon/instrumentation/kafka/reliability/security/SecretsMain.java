package kamon.instrumentation.kafka.reliability.security;

import com.typesafe.config.ConfigFactory;
import java.util.List;
import java.util.Map;
import kamon.Kamon;
import kamon.context.Context;
import kamon.context.Storage;
import kamon.instrumentation.kafka.KafkaInstrumentation;
import kamon.tag.TagSet;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Puts secrets and line breaks wherever an application or a sender can, and goes each way on which
 * we log something.
 */
public final class SecretsMain {
  private static final String SECTION = "kamon.instrumentation.kafka.client.tracing.";
  private static final int UNREADABLE = 9;
  private static final List<String> FORMATS = List.of("kctx", "w3c", "b3", "b3-single", "http");

  private final String broker;
  private final String topic;

  private SecretsMain(String broker, String topic) {
    this.broker = broker;
    this.topic = topic;
  }

  /**
   * Ends when all is done.
   *
   * @param args broker and topic
   */
  public static void main(String[] args) {
    OurLog.show();
    Kamon.initWithoutAttaching();
    SecretsMain secrets = new SecretsMain(args[0], args[1]);
    secrets.sendAndConsume();
    for (String format : FORMATS) {
      configure("propagator = " + format);
      secrets.readUnreadable();
    }
    configure("propagator = [kctx, \"" + BrokenPropagator.class.getName() + "\"]");
    secrets.readUnreadable();
    configure("propagator = [kctx, \"" + UnmadePropagator.class.getName() + "\"]");
    secrets.readUnreadable();
    secrets.failToSend();
    System.out.println("done");
    System.exit(0);
  }

  private static void configure(String setting) {
    Kamon.reconfigure(
        ConfigFactory.parseString(SECTION + setting).withFallback(ConfigFactory.load()).resolve());
  }

  /** All goes well, but for an action that fails and a span that is left open. */
  private void sendAndConsume() {
    configure("propagator = [kctx, w3c]");
    Map<String, Object> hostile = Map.of("client.id", "client" + Hostile.BREAKS);
    try (KafkaProducer<String, String> producer = Clients.producer(broker, hostile);
        KafkaConsumer<String, String> consumer =
            Clients.consumer(broker, "group" + Hostile.BREAKS, topic, hostile)) {
      TagSet tags =
          TagSet.builder()
              .add("session", Hostile.secret("tag"))
              .add("name" + Hostile.BREAKS, Hostile.secret("tag")) // no key for a baggage
              .build();
      within(
          tags,
          () -> {
            attempt(producer, record());
            attempt(producer, record());
          });
      producer.flush();
      List<ConsumerRecord<String, String>> records = Clients.poll(consumer, 2);
      try {
        KafkaInstrumentation.runWithConsumerSpan(
            records.get(0), () -> fail(Hostile.secret("failure") + Hostile.BREAKS));
      } catch (IllegalStateException e) {
        System.out.println("failed");
      }
      KafkaInstrumentation.consumerSpan(records.get(1)); // left open, which is said at the close
    }
  }

  private static void within(TagSet tags, Runnable action) {
    Storage.Scope scope = Kamon.storeContext(Context.of(tags));
    try {
      action.run();
    } finally {
      scope.close();
    }
  }

  private static void fail(String message) {
    throw new IllegalStateException(message);
  }

  private ProducerRecord<String, String> record() {
    ProducerRecord<String, String> record =
        new ProducerRecord<>(topic, Hostile.secret("key"), Hostile.secret("value"));
    Hostile.add(record.headers(), "authorization", Hostile.secret("header"));
    return record;
  }

  private void readUnreadable() {
    for (int way = 0; way < UNREADABLE; way++) {
      ConsumerRecord<String, String> record =
          new ConsumerRecord<>(topic, 0, way, Hostile.secret("key"), Hostile.secret("value"));
      Hostile.addUnreadable(record.headers(), way);
      KafkaInstrumentation.runWithConsumerSpan(record, () -> {});
    }
  }

  /** What is too large, cannot be serialized, or goes to no topic. */
  private void failToSend() {
    configure("propagator = kctx");
    Map<String, Object> small =
        Map.of(
            "client.id", "small" + Hostile.BREAKS, "max.request.size", 400, "max.block.ms", 2000);
    try (KafkaProducer<String, String> producer = Clients.producer(broker, small)) {
      for (int size = 200; size < 420; size += 10) {
        attempt(producer, new ProducerRecord<>(topic, Hostile.secret("x".repeat(size))));
      }
      TagSet.Builder tags = TagSet.builder();
      for (int i = 0; i < 40; i++) {
        tags.add("tag-" + i, Hostile.secret("tag").repeat(10));
      }
      within(
          tags.build(),
          () -> attempt(producer, new ProducerRecord<>(topic, Hostile.secret("value"))));
      attempt(producer, new ProducerRecord<>("no topic" + Hostile.BREAKS, Hostile.secret("value")));
    }
    try (KafkaProducer<Object, String> producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", broker),
            (to, data) -> {
              throw new IllegalArgumentException(data + Hostile.BREAKS);
            },
            new StringSerializer())) {
      attempt(producer, new ProducerRecord<>(topic, new Unshown(), Hostile.secret("value")));
    }
  }

  private static <K> void attempt(KafkaProducer<K, String> producer, ProducerRecord<K, String> of) {
    try {
      producer.send(of).get();
    } catch (Exception e) {
      System.out.println("not sent");
    }
  }

  private static final class Unshown {
    @Override
    public String toString() {
      throw new IllegalStateException(Hostile.secret("key") + Hostile.BREAKS);
    }
  }
}
