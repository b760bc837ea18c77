package kamon.instrumentation.kafka.jmh.benchmarks;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import kamon.instrumentation.kafka.jmh.tools.Incoming;
import kamon.instrumentation.kafka.jmh.tools.Tracer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;

/** Records that benchmarks send and consume. */
final class Records {
  private static final int PARTITIONS = 5;

  private Records() {}

  /** Records of several partitions, as one poll returns them. */
  static ConsumerRecords<String, byte[]> polled(int count, Tracer tracer, Incoming incoming) {
    Map<TopicPartition, List<ConsumerRecord<String, byte[]>>> records = new LinkedHashMap<>();
    for (int i = 0; i < count; i++) {
      TopicPartition partition = new TopicPartition("orders", i % PARTITIONS);
      records
          .computeIfAbsent(partition, p -> new ArrayList<>())
          .add(record(partition, i, tracer, incoming));
    }
    return new ConsumerRecords<>(records, Map.of());
  }

  private static ConsumerRecord<String, byte[]> record(
      TopicPartition partition, int i, Tracer tracer, Incoming incoming) {
    Headers headers = new RecordHeaders();
    tracer.carry(incoming, headers);
    return new ConsumerRecord<>(
        partition.topic(),
        partition.partition(),
        i,
        1_700_000_000_000L,
        TimestampType.CREATE_TIME,
        10,
        100,
        "order-4711",
        new byte[100],
        headers,
        Optional.empty());
  }

  /** As an agent makes it, which has to leave the caller's record as it is. */
  static <K, V> ProducerRecord<K, V> copy(ProducerRecord<K, V> record) {
    return new ProducerRecord<>(
        record.topic(),
        record.partition(),
        record.timestamp(),
        record.key(),
        record.value(),
        record.headers());
  }
}
