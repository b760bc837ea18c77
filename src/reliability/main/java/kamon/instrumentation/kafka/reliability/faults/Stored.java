package kamon.instrumentation.kafka.reliability.faults;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** What a topic holds, from its beginning to its end. */
final class Stored {
  private final World world;
  private final String topic;
  private final Map<Integer, List<ConsumerRecord<String, byte[]>>> bySequence = new HashMap<>();
  private final Map<TopicPartition, Integer> last = new HashMap<>();
  private long outOfOrder;
  private long records;

  Stored(World world, String topic, int partitions, boolean committedOnly) {
    this.world = world;
    this.topic = topic;
    List<TopicPartition> all = new ArrayList<>();
    for (int i = 0; i < partitions; i++) {
      all.add(new TopicPartition(topic, i));
    }
    try (KafkaConsumer<String, byte[]> consumer =
        new KafkaConsumer<>(
            Map.of(
                "bootstrap.servers",
                world.bootstrapServers(),
                "enable.auto.commit",
                false,
                "isolation.level",
                committedOnly ? "read_committed" : "read_uncommitted"),
            new StringDeserializer(),
            new ByteArrayDeserializer())) {
      consumer.assign(all);
      consumer.seekToBeginning(all);
      Map<TopicPartition, Long> ends = consumer.endOffsets(all);
      while (ends.entrySet().stream().anyMatch(e -> consumer.position(e.getKey()) < e.getValue())) {
        consumer.poll(Duration.ofMillis(200)).forEach(this::add);
      }
    }
  }

  private void add(ConsumerRecord<String, byte[]> record) {
    int sequence = Payload.sequence(record.value());
    bySequence.computeIfAbsent(sequence, none -> new ArrayList<>()).add(record);
    Integer before = last.put(new TopicPartition(topic, record.partition()), sequence);
    outOfOrder += before != null && before > sequence ? 1 : 0;
    records++;
    long ours =
        StreamSupport.stream(record.headers().spliterator(), false)
            .filter(header -> !header.key().equals("of-the-caller"))
            .count();
    // One of ours, or none where the record has no room for it.
    if (ours > (world.tracing().isOn() ? 1 : 0)) {
      throw new IllegalStateException("Headers of " + record);
    }
  }

  /** What was acknowledged is there once, where it was said to be, and in order. */
  void check(Sends sends) {
    long lost = 0;
    long twice = 0;
    for (Sent sent : sends.all) {
      List<ConsumerRecord<String, byte[]>> found =
          bySequence.getOrDefault(sent.sequence, List.of());
      twice += Math.max(0, found.size() - 1);
      if (sent.isAcknowledged()) {
        boolean there =
            found.stream()
                .anyMatch(
                    record ->
                        record.offset() == sent.metadata.offset()
                            && record.partition() == sent.partition
                            && sent.key.equals(record.key())
                            && record.value().length == sent.metadata.serializedValueSize());
        lost += there ? 0 : 1;
      }
    }
    world.print(topicless("stored: lost " + lost + ", twice " + twice + ", late " + outOfOrder));
  }

  private String topicless(String text) {
    return text.replace(topic, "TOPIC");
  }

  /** Which are there, for scenarios whose outcome is known. */
  void print() {
    Set<Integer> sequences = new TreeSet<>(bySequence.keySet());
    world.print("stored " + records + ": " + sequences);
  }
}
