package kamon.instrumentation.kafka.internal.frameworks.spring;

import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import kamon.instrumentation.kafka.internal.tracing.PollFacts;
import kamon.instrumentation.kafka.internal.tracing.Processing;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;

/**
 * The records of one poll of a share consumer. A container goes through them in one loop, with
 * listener and error handling in it and no method around both: the next record ends the last one's
 * span. Leaving the loop closes all of it.
 */
final class SharedRecords<K, V> extends ConsumerRecords<K, V> {
  private final ConsumerRecords<K, V> records;
  private final Function<ConsumerRecord<?, ?>, PollFacts> facts;
  private final String operationName;
  private final Processing processing = Processing.open();

  private SharedRecords(
      Map<TopicPartition, List<ConsumerRecord<K, V>>> map,
      ConsumerRecords<K, V> records,
      Function<ConsumerRecord<?, ?>, PollFacts> facts,
      String operationName) {
    super(map, records.nextOffsets()); // as from kafka-clients 4.0 on; share consumers came later
    this.records = records;
    this.facts = facts;
    this.operationName = operationName;
  }

  static <K, V> SharedRecords<K, V> of(
      ConsumerRecords<K, V> records,
      Function<ConsumerRecord<?, ?>, PollFacts> facts,
      String operationName) {
    Map<TopicPartition, List<ConsumerRecord<K, V>>> map = new HashMap<>();
    for (TopicPartition partition : records.partitions()) {
      map.put(partition, records.records(partition));
    }
    return new SharedRecords<>(map, records, facts, operationName);
  }

  @Override
  public Iterator<ConsumerRecord<K, V>> iterator() {
    Iterator<ConsumerRecord<K, V>> all = records.iterator();
    return new Iterator<ConsumerRecord<K, V>>() {
      @Override
      public boolean hasNext() {
        boolean next = all.hasNext();
        if (!next) {
          processing.end();
        }
        return next;
      }

      @Override
      public ConsumerRecord<K, V> next() {
        ConsumerRecord<K, V> record = all.next();
        processing.begin(record, facts.apply(record), operationName);
        return record;
      }
    };
  }

  void close() {
    processing.close();
  }
}
