package kamon.instrumentation.kafka.reliability.faults;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;

/** Producers that are closed, interrupted or full while records wait, and brokers that are away. */
final class Endings {
  private final World world;

  Endings(World world) {
    this.world = world;
  }

  void closedNow() {
    Sends sends = new Sends(world, "closed-now", world.topic("closed-now", 2, Map.of()));
    // A full batch would not wait, and with our header it is full earlier.
    KafkaProducer<String, byte[]> producer =
        Sends.producer(world, Map.of("linger.ms", 60_000, "batch.size", 1 << 20));
    sends.send(producer, 0, 100);
    producer.flush();
    for (int i = 0; i < world.pick(30, 1_000); i++) {
      sends.send(producer, 0, 100);
    }
    producer.close(Duration.ZERO);
    // What is left fails on the producer's own thread, after close has returned.
    await(sends);
    sends.check();
    sends.print();
    new Stored(world, sends.topic, 2, false).check(sends);
  }

  /** With whatever is under way: some are stored, the others fail, each is told. */
  void closedUnderLoad() {
    Sends sends =
        new Sends(world, "closed-under-load", world.topic("closed-under-load", 1, Map.of()));
    for (int round = 0; round < world.pick(2, 20); round++) {
      KafkaProducer<String, byte[]> producer = Sends.producer(world, Map.of("batch.size", 1_000));
      for (int i = 0; i < 500; i++) {
        sends.send(producer, 0, 100);
      }
      producer.close(Duration.ZERO);
      await(sends);
    }
    sends.check();
    new Stored(world, sends.topic, 1, false).check(sends);
  }

  static void await(Sends sends) {
    long end = System.nanoTime() + 30_000_000_000L;
    for (Sent sent : sends.all) {
      while (sent.thrown == null && sent.callbacks.get() == 0) {
        sends.require(System.nanoTime() < end, "a callback after close", sent);
        Thread.onSpinWait();
      }
    }
  }

  void interrupted() {
    Sends sends = new Sends(world, "interrupted", world.topic("interrupted", 1, Map.of()));
    try (KafkaProducer<String, byte[]> producer =
        Sends.producer(world, Map.of("max.block.ms", 20_000))) {
      Thread.currentThread().interrupt();
      // It does not know the topic yet, and may not wait.
      sends.send(producer, 0, 100);
      world.print("interrupted " + Thread.interrupted());
      sends.send(producer, 0, 100);
      Thread.currentThread().interrupt();
      // Now it does.
      sends.send(producer, 0, 100);
      world.print("interrupted " + Thread.interrupted());
    }
    sends.check();
    sends.print();
    new Stored(world, sends.topic, 1, false).check(sends);
  }

  void throwingCallback() {
    Sends sends = new Sends(world, "throwing", world.topic("throwing", 1, Map.of()));
    try (KafkaProducer<String, byte[]> producer = Sends.producer(world, Map.of())) {
      for (int i = 0; i < 6; i++) {
        sends.send(producer, 0, 100);
        producer.flush();
      }
    }
    sends.check();
    sends.print();
    new Stored(world, sends.topic, 1, false).check(sends);
  }

  /**
   * The broker stands still for longer than records may wait, and for the memory of two batches.
   */
  void frozen() {
    Sends sends = new Sends(world, "frozen", world.topic("frozen", 3, Map.of()));
    Map<String, Object> settings =
        Map.of(
            "delivery.timeout.ms", 6_000,
            "request.timeout.ms", 4_000,
            "linger.ms", 0,
            "buffer.memory", 65_536,
            "batch.size", 16_384,
            "max.block.ms", 300);
    Sends small = new Sends(world, "frozen-small", world.topic("frozen-small", 3, Map.of()));
    KafkaProducer<String, byte[]> producer = Sends.producer(world, settings);
    Map<String, Object> roomy = new HashMap<>(settings);
    roomy.put("buffer.memory", 1 << 20);
    KafkaProducer<String, byte[]> other = Sends.producer(world, roomy);
    sends.awaitMetadata(producer);
    small.awaitMetadata(other);
    for (int i = 0; i < 3; i++) {
      sends.send(producer, i, 100);
      producer.flush();
      small.send(other, i, 100);
    }
    other.flush();
    world.parent().ask("freeze");
    for (int i = 0; i < 100; i++) {
      small.send(other, i % 3, 200);
    }
    // Four of these are all that the buffer holds.
    for (int i = 0; i < 6; i++) {
      sends.send(producer, 0, 12_000);
    }
    await(sends);
    await(small);
    world.parent().ask("thaw");
    producer.close();
    other.close();
    sends.check();
    sends.print();
    small.check();
    world.print(small.all.stream().map(sent -> sent.problem() == null ? "+" : "-").toList() + "");
    new Stored(world, sends.topic, 3, false).check(sends);
    new Stored(world, small.topic, 3, false).check(small);
  }

  /** What is not there any more when the producer still believes in it. */
  void deleted() throws Exception {
    Sends sends = new Sends(world, "deleted", world.topic("deleted", 1, Map.of()));
    try (KafkaProducer<String, byte[]> producer =
        Sends.producer(
            world,
            Map.of("delivery.timeout.ms", 1_500, "request.timeout.ms", 1_000, "linger.ms", 0))) {
      sends.send(producer, 0, 100);
      producer.flush();
      world.admin().deleteTopics(List.of(sends.topic)).all().get();
      for (int i = 0; i < 20; i++) {
        sends.send(producer, 0, 100);
      }
      await(sends);
    }
    sends.check();
    // The first of them may have come before the broker forgot the topic.
    Sent last = sends.all.get(20);
    world.print("last " + sends.text(last.problem()));
  }
}
