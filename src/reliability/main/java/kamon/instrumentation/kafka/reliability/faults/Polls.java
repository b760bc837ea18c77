package kamon.instrumentation.kafka.reliability.faults;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.errors.RecordDeserializationException;
import org.apache.kafka.common.resource.ResourceType;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Polls that end in an exception, under each group protocol. */
final class Polls {
  private static final Duration LONG = Duration.ofSeconds(20);

  private final World world;

  Polls(World world) {
    this.world = world;
  }

  void failing() throws Exception {
    String topic = world.topic("polls", 1, Map.of());
    TopicPartition partition = new TopicPartition(topic, 0);
    Sends sends = new Sends(world, topic, topic);
    try (KafkaProducer<String, byte[]> producer = Sends.producer(world, Map.of())) {
      for (int i = 0; i < 5; i++) {
        sends.send(producer, 0, 100);
      }
    }
    sends.check();
    Refusals.deny(world, ResourceType.GROUP, world.own("denied-group"), AclOperation.READ);
    String secret = world.topic("secret", 1, Map.of());
    Refusals.deny(world, ResourceType.TOPIC, secret, AclOperation.READ);
    for (String protocol : List.of("classic", "consumer")) {
      wakeup(protocol, partition);
      fromTwoThreads(protocol, partition);
      badValue(protocol, partition);
      KafkaConsumer<String, Integer> consumer = consumer(protocol, "polls-" + protocol);
      consumer.assign(List.of(partition));
      consumer.seek(partition, 100);
      attempt("out of range", consumer);
      consumer.assign(List.of(new TopicPartition(secret, 0)));
      consumer.seek(new TopicPartition(secret, 0), 0);
      attempt("secret", consumer);
      Thread.currentThread().interrupt();
      attempt("interrupted", consumer);
      world.print("interrupted " + Thread.interrupted());
      consumer.close();
      attempt("closed", consumer);
      try (KafkaConsumer<String, Integer> denied = consumer(protocol, "denied-group")) {
        denied.subscribe(List.of(topic));
        attempt("denied", denied);
      }
    }
  }

  private void wakeup(String protocol, TopicPartition partition) throws InterruptedException {
    try (KafkaConsumer<String, Integer> consumer = consumer(protocol, "polls-" + protocol)) {
      consumer.assign(List.of(partition));
      consumer.seek(partition, 5);
      CountDownLatch begun = new CountDownLatch(1);
      Thread other =
          new Thread(
              () -> {
                awaitUninterruptibly(begun);
                consumer.wakeup();
              });
      other.start();
      begun.countDown();
      attempt("woken", consumer);
      other.join();
    }
  }

  private static void awaitUninterruptibly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** One closes while the other polls: both are told what Kafka tells them. */
  private void fromTwoThreads(String protocol, TopicPartition partition) throws Exception {
    KafkaConsumer<String, Integer> consumer = consumer(protocol, "polls-" + protocol);
    consumer.assign(List.of(partition));
    consumer.seek(partition, 5);
    AtomicReference<String> polled = new AtomicReference<>();
    Thread other =
        new Thread(
            () -> {
              // Until it comes first.
              do {
                polled.set(outcome(consumer));
              } while (polled.get().contains("ConcurrentModification"));
            });
    other.start();
    // Who polls owns it: from then on nobody else may even ask.
    String asked = "";
    while (!asked.contains("ConcurrentModification")) {
      LockSupport.parkNanos(20_000_000);
      try {
        consumer.assignment();
      } catch (RuntimeException e) {
        asked = e.getClass().getName();
      }
    }
    try {
      consumer.close();
    } catch (RuntimeException e) {
      world.print("closed by another " + e.getClass().getName());
    }
    consumer.wakeup();
    other.join();
    world.print("polled meanwhile " + polled.get());
    consumer.close();
  }

  /** A value that the deserializer cannot read, past which one has to seek. */
  private void badValue(String protocol, TopicPartition partition) {
    try (KafkaConsumer<String, Integer> consumer = consumer(protocol, "polls-" + protocol)) {
      consumer.assign(List.of(partition));
      consumer.seek(partition, 0);
      int polled = 0;
      while (polled < 4) {
        try {
          for (ConsumerRecord<String, Integer> record : consumer.poll(LONG)) {
            world.print("polled " + record.offset() + " " + record.value());
            polled++;
          }
        } catch (RecordDeserializationException e) {
          world.print("bad value " + e.getMessage());
          consumer.seek(partition, e.offset() + 1);
        }
      }
    }
  }

  private void attempt(String what, KafkaConsumer<?, ?> consumer) {
    world.print(what + " " + outcome(consumer));
  }

  private static String outcome(KafkaConsumer<?, ?> consumer) {
    try {
      return "polled " + consumer.poll(LONG).count();
    } catch (RuntimeException e) {
      // The id of a thread is another in each run.
      return e.toString().replaceAll("\\(.*\\)", "(...)");
    }
  }

  private KafkaConsumer<String, Integer> consumer(String protocol, String group) {
    Map<String, Object> settings = new HashMap<>();
    settings.put("bootstrap.servers", world.bootstrapServers());
    settings.put("client.id", "faults");
    settings.put("group.id", world.own(group));
    settings.put("group.protocol", protocol);
    settings.put("auto.offset.reset", "none");
    settings.put("enable.auto.commit", false);
    return new KafkaConsumer<>(
        settings,
        new StringDeserializer(),
        (topic, value) -> {
          int sequence = Payload.sequence(value);
          if (sequence == 2) {
            throw new IllegalArgumentException("A bad value");
          }
          return sequence;
        });
  }
}
