package kamon.instrumentation.kafka.reliability.faults;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Members of a group come and go while records are processed; nothing is left out. */
final class Groups {
  private static final int PARTITIONS = 4;

  private final World world;
  private final AtomicLong processed = new AtomicLong();
  private final Set<Integer> seen = ConcurrentHashMap.newKeySet();

  Groups(World world) {
    this.world = world;
  }

  void classic() throws Exception {
    run("classic");
  }

  void consumer() throws Exception {
    run("consumer");
  }

  private void run(String protocol) throws Exception {
    seen.clear();
    processed.set(0);
    String topic = world.topic("group-" + protocol, PARTITIONS, Map.of());
    Sends sends = new Sends(world, topic, topic);
    int records = world.pick(400, 20_000);
    try (KafkaProducer<String, byte[]> producer = Sends.producer(world, Map.of())) {
      Member first = new Member(topic, protocol);
      first.start();
      int rounds = world.pick(2, 40);
      for (int round = 0; round < rounds; round++) {
        for (int i = 0; i < records / rounds; i++) {
          sends.send(producer, i % PARTITIONS, 100);
        }
        producer.flush();
        Member second = new Member(topic, protocol);
        second.start();
        second.awaitAssignment();
        for (int i = 0; i < PARTITIONS; i++) {
          sends.send(producer, i, 100);
        }
        producer.flush();
        second.end();
      }
      World.await("all records", () -> first.failure != null || seen.size() >= sends.all.size());
      first.end();
    }
    sends.check();
    world.processed(processed.get());
    world.print(topic + " all processed " + (seen.size() == sends.all.size()));
    new Stored(world, topic, PARTITIONS, false).check(sends);
  }

  private final class Member extends Thread {
    private final KafkaConsumer<String, byte[]> consumer;
    private final AtomicBoolean assigned = new AtomicBoolean();
    private final AtomicBoolean ended = new AtomicBoolean();
    private volatile Throwable failure;

    Member(String topic, String protocol) {
      Map<String, Object> settings = new HashMap<>();
      settings.put("bootstrap.servers", world.bootstrapServers());
      settings.put("group.id", topic);
      settings.put("group.protocol", protocol);
      settings.put("auto.offset.reset", "earliest");
      settings.put("enable.auto.commit", false);
      settings.put("max.poll.records", 20);
      if (protocol.equals("classic")) {
        settings.put("heartbeat.interval.ms", 100);
      }
      consumer =
          new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer());
      consumer.subscribe(List.of(topic));
    }

    @Override
    public void run() {
      try {
        while (!ended.get()) {
          for (ConsumerRecord<String, byte[]> record : consumer.poll(Duration.ofMillis(100))) {
            world.tracing().process(record, () -> process(record));
          }
          assigned.set(!consumer.assignment().isEmpty());
          commit();
        }
      } catch (WakeupException e) {
        // As it was told to.
      } catch (Throwable t) {
        failure = t;
      } finally {
        consumer.close();
      }
    }

    private void process(ConsumerRecord<String, byte[]> record) {
      seen.add(Payload.sequence(record.value()));
      processed.incrementAndGet();
    }

    private void commit() {
      try {
        consumer.commitSync();
      } catch (RebalanceInProgressException | CommitFailedException e) {
        // Another member gets these records again.
      }
    }

    void awaitAssignment() {
      World.await("partitions", () -> assigned.get() || failure != null);
    }

    /** From another thread, while it polls, processes or commits. */
    void end() throws InterruptedException {
      ended.set(true);
      consumer.wakeup();
      join();
      if (failure != null) {
        throw new IllegalStateException("A member of a group", failure);
      }
    }
  }
}
