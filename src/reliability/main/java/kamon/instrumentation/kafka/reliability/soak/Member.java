package kamon.instrumentation.kafka.reliability.soak;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import kamon.instrumentation.kafka.KafkaInstrumentation;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** A member of a group: polls, processes, commits after each poll. */
final class Member implements ConsumerRebalanceListener {
  private static final Duration POLL = Duration.ofMillis(100);

  private final Map<String, Object> settings;
  private final Ledger ledger;
  private long uncommitted;

  Member(Map<String, Object> settings, Ledger ledger) {
    this.settings = settings;
    this.ledger = ledger;
  }

  /** Works as long as that is wanted, then leaves, with or without a commit of its last records. */
  void work(String topic, BooleanSupplier wanted, boolean commitsAtTheEnd) {
    ByteArrayDeserializer bytes = new ByteArrayDeserializer();
    try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(settings, bytes, bytes)) {
      consumer.subscribe(List.of(topic), this);
      while (wanted.getAsBoolean()) {
        process(consumer.poll(POLL));
        if (wanted.getAsBoolean() || commitsAtTheEnd) {
          commit(consumer);
        }
      }
    } finally {
      lose();
    }
  }

  private void process(ConsumerRecords<byte[], byte[]> records) {
    for (ConsumerRecord<byte[], byte[]> record : records) {
      uncommitted++;
      KafkaInstrumentation.runWithConsumerSpan(record, () -> ledger.process(record));
    }
  }

  private void commit(KafkaConsumer<byte[], byte[]> consumer) {
    if (uncommitted == 0) {
      return;
    }
    try {
      consumer.commitSync();
      uncommitted = 0;
    } catch (CommitFailedException e) {
      lose(); // thrown out: somebody else gets them again
    } catch (KafkaException e) {
      // A broker that is away, or a rebalance in its course: the next commit has them.
    }
  }

  private void lose() {
    ledger.notCommitted(uncommitted);
    uncommitted = 0;
  }

  // Whoever gives partitions back has committed all it has processed, but for a broker that died.
  @Override
  public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
    lose();
  }

  @Override
  public void onPartitionsAssigned(Collection<TopicPartition> partitions) {}
}
