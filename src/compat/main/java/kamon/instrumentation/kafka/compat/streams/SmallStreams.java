package kamon.instrumentation.kafka.compat.streams;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.StringDeserializer;

/** What small applications of Kafka Streams need, and what they wait for. */
final class SmallStreams {
  private static final long PATIENCE_SECONDS = 90;

  private SmallStreams() {}

  static Properties settings(String broker, String run, String directory) {
    Properties settings = new Properties();
    settings.put("application.id", run);
    settings.put("bootstrap.servers", broker);
    settings.put("state.dir", directory);
    settings.put("commit.interval.ms", 100L);
    settings.put("statestore.cache.max.bytes", 0);
    settings.put("cache.max.bytes.buffering", 0); // before 3.4
    settings.put("default.key.serde", Serdes.StringSerde.class.getName());
    settings.put("default.value.serde", Serdes.StringSerde.class.getName());
    settings.put("auto.offset.reset", "earliest");
    // Streams leaves its group in silence: what an instance had waits until the group misses it.
    settings.put("consumer.session.timeout.ms", 6000);
    settings.put("consumer.heartbeat.interval.ms", 1000);
    settings.put("main.consumer.interceptor.classes", Watching.class.getName());
    return settings;
  }

  static void await(String what, BooleanSupplier condition) throws TimeoutException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - deadline > 0) {
        Thread.getAllStackTraces()
            .forEach((thread, stack) -> Seen.print(thread + " " + Arrays.toString(stack)));
        throw new TimeoutException(what);
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
    }
  }

  /** The values of a topic of one partition, as soon as there are so many. */
  static List<String> read(String broker, String topic, int count) throws TimeoutException {
    Map<String, Object> settings = new HashMap<>();
    settings.put("bootstrap.servers", broker);
    settings.put("auto.offset.reset", "earliest");
    List<String> values = new ArrayList<>();
    try (KafkaConsumer<String, String> consumer =
        new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
      consumer.assign(Collections.singletonList(new TopicPartition(topic, 0)));
      await(
          topic + " has not all of " + count,
          () -> {
            for (ConsumerRecord<String, String> record : consumer.poll(Duration.ofMillis(100))) {
              values.add(record.key() + "=" + record.value());
            }
            return values.size() >= count;
          });
    }
    return values;
  }
}
