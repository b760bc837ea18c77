package kamon.instrumentation.kafka.reliability.faults;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.StringSerializer;

/** The sends of one scenario to one topic. */
final class Sends {
  /** A value of this size is one that the serializer cannot write. */
  static final int BAD_SIZE = 13;

  private final World world;
  private final String name;
  final String topic;
  final List<Sent> all = new ArrayList<>();
  boolean mayCallTwice;
  private final AtomicInteger acknowledged = new AtomicInteger();
  private final Map<String, AtomicInteger> orders = new ConcurrentHashMap<>();

  Sends(World world, String name, String topic) {
    this.world = world;
    this.name = name;
    this.topic = topic;
    world.add(this);
  }

  /** A producer with settings beyond the usual ones. */
  static KafkaProducer<String, byte[]> producer(World world, Map<String, Object> settings) {
    Map<String, Object> all = new HashMap<>();
    all.put("bootstrap.servers", world.bootstrapServers());
    all.put("client.id", "faults");
    all.putAll(settings);
    return new KafkaProducer<>(
        all,
        new StringSerializer(),
        (to, value) -> {
          if (value.length == BAD_SIZE) {
            throw new IllegalStateException("A bad value");
          }
          return value;
        });
  }

  Sent send(Producer<String, byte[]> producer, int partition, int size) {
    int sequence = all.size();
    Sent sent =
        new Sent(name, partition, sequence, Tracing.sampled(sequence), orders, acknowledged);
    all.add(sent);
    ProducerRecord<String, byte[]> record =
        new ProducerRecord<>(
            topic,
            partition,
            sent.key,
            size == BAD_SIZE ? new byte[BAD_SIZE] : Payload.of(sequence, size));
    record.headers().add("of-the-caller", name.getBytes(UTF_8));
    world
        .tracing()
        .within(
            sent.sampled,
            () -> {
              try {
                sent.future = producer.send(record, sent);
              } catch (Throwable t) {
                sent.thrown = t;
              }
              return null;
            });
    require(record.headers().toArray().length == 1, "headers of the caller's", sent);
    return sent;
  }

  /** With little time to block, a first send would depend on how fast the machine is. */
  void awaitMetadata(Producer<?, ?> producer) {
    World.await(
        "metadata of " + topic,
        () -> {
          try {
            return !producer.partitionsFor(topic).isEmpty();
          } catch (TimeoutException e) {
            return false;
          }
        });
  }

  /** How many were acknowledged so far. */
  int acknowledged() {
    return acknowledged.get();
  }

  /** What must hold of each send once its producer is closed, whatever has happened. */
  void check() {
    Map<Integer, Sent> last = new HashMap<>();
    for (Sent sent : all) {
      if (sent.thrown != null) {
        require(sent.future == null && sent.callbacks.get() <= 1, "a send that threw", sent);
        continue;
      }
      // Kafka itself calls twice for a record that it takes into a transaction that has failed.
      int calls = sent.callbacks.get();
      require(calls == 1 || (calls == 2 && mayCallTwice), "one callback", sent);
      require(sent.future.isDone(), "a completed future", sent);
      try {
        RecordMetadata got = sent.future.get();
        require(sent.failure == null && same(got, sent.metadata), "one result", sent);
      } catch (ExecutionException e) {
        require(e.getCause() == sent.failure, "one failure", sent);
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
      if (sent.isAcknowledged()) {
        Sent before = last.put(sent.partition, sent);
        require(
            before == null || !before.thread.equals(sent.thread) || before.place < sent.place,
            "callbacks in order",
            sent);
      }
    }
  }

  private static boolean same(RecordMetadata one, RecordMetadata other) {
    return one.toString().equals(other.toString())
        && one.timestamp() == other.timestamp()
        && one.serializedKeySize() == other.serializedKeySize()
        && one.serializedValueSize() == other.serializedValueSize();
  }

  /** One line for each send, the same with the agent and without. */
  void print() {
    for (Sent sent : all) {
      world.print(
          sent.sequence
              + (sent.thrown == null ? "" : " throws")
              + (" callbacks " + sent.callbacks + " in " + sent.threads())
              + (sent.isInOrder() ? " at " + sent.place + " " : " ")
              + (sent.problem() == null ? "acknowledged" : text(sent.problem())));
    }
  }

  /**
   * An exception with its causes; how long something took is not compared, nor how many records
   * were in a batch by then.
   */
  String text(Throwable thrown) {
    StringBuilder text = new StringBuilder();
    for (Throwable one = thrown; one != null; one = one.getCause()) {
      text.append(text.length() == 0 ? "" : ", by ").append(one);
    }
    return text.toString()
        .replace(topic, "TOPIC")
        .replaceAll("\\d+ ?ms|producerId=\\d+|\\d+(?= record\\(s\\))", "N");
  }

  void require(boolean truth, String what, Sent sent) {
    if (!truth) {
      throw new IllegalStateException(
          what + " of " + sent.key + ": " + sent.callbacks + " " + text(sent.problem()));
    }
  }
}
