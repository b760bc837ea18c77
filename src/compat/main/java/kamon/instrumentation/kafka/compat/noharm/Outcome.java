package kamon.instrumentation.kafka.compat.noharm;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.zip.CRC32;
import kamon.instrumentation.kafka.compat.program.KamonLife;
import kamon.instrumentation.kafka.testbed.SpanLifecycle;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** What goes into the topics of a program, and what is in them at the end. */
final class Outcome {
  static final int PARTITIONS = 4;
  private static final long PATIENCE_SECONDS = 1_800; // of 100,000 records, on a busy machine

  private final Map<String, Object> settings = new HashMap<>();

  Outcome(String broker) {
    settings.put("bootstrap.servers", broker);
  }

  /** The program itself sends without a span: it is not what is compared. */
  void fill(String topic, int records) {
    try (KafkaProducer<String, String> producer =
        new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer())) {
      for (int i = 0; i < records; i++) {
        int partition = i % PARTITIONS;
        Future<RecordMetadata> unused =
            producer.send(
                new ProducerRecord<>(topic, partition, (long) i, "key" + partition, "" + i));
      }
    }
  }

  /**
   * Reads so many records that are committed, and prints for each partition and key how many there
   * are and a checksum of their values in their order. It counts records, not offsets: between
   * those are the marks of transactions, which nobody ever reads.
   */
  void print(String topic, int records) throws TimeoutException {
    Map<String, CRC32> sums = new TreeMap<>();
    Map<String, Integer> counts = new TreeMap<>();
    Map<String, Object> reading = new HashMap<>(settings);
    reading.put("isolation.level", "read_committed");
    reading.put("auto.offset.reset", "earliest");
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    try (KafkaConsumer<String, String> consumer =
        new KafkaConsumer<>(reading, new StringDeserializer(), new StringDeserializer())) {
      List<TopicPartition> partitions = new ArrayList<>();
      for (int i = 0; i < PARTITIONS; i++) {
        partitions.add(new TopicPartition(topic, i));
      }
      consumer.assign(partitions);
      int read = 0;
      while (read < records) {
        for (ConsumerRecord<String, String> record : consumer.poll(Duration.ofMillis(100))) {
          String place = record.partition() + " " + record.key();
          sums.computeIfAbsent(place, any -> new CRC32())
              .update((record.value() + ";").getBytes(UTF_8));
          counts.merge(place, 1, Integer::sum);
          read++;
        }
        if (System.nanoTime() - deadline > 0) {
          throw new TimeoutException(topic + " has " + counts + " of " + records);
        }
      }
    }
    sums.forEach(
        (place, sum) ->
            System.out.println(
                "OUTCOME "
                    + name(topic)
                    + " "
                    + place
                    + ": "
                    + counts.get(place)
                    + " records, "
                    + Long.toHexString(sum.getValue())));
  }

  /** Prints how far each partition is committed. */
  void printCommits(String group, String topic) throws Exception {
    try (Admin admin = Admin.create(settings)) {
      Map<TopicPartition, OffsetAndMetadata> offsets =
          admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata().get();
      for (int i = 0; i < PARTITIONS; i++) {
        OffsetAndMetadata offset = offsets.get(new TopicPartition(topic, i));
        System.out.println(
            "OUTCOME committed " + i + ": " + (offset == null ? null : offset.offset()));
      }
    }
  }

  /** The name of a topic without that of the run. */
  private static String name(String topic) {
    return topic.substring(topic.lastIndexOf('-') + 1);
  }

  /** Prints how many spans have started and finished, once nothing is under way. */
  static void printSpans() throws TimeoutException {
    KamonLife.awaitSpans();
    System.out.println("SPANS " + SpanLifecycle.started() + " " + SpanLifecycle.finished());
  }
}
