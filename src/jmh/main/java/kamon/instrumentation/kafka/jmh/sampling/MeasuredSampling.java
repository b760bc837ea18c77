package kamon.instrumentation.kafka.jmh.sampling;

import com.sun.management.ThreadMXBean;
import com.typesafe.config.ConfigFactory;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import kamon.Kamon;
import kamon.instrumentation.kafka.jmh.FigureLine;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Main class of a measured JVM: consumers that have all partitions between them and lag behind, and
 * the processor time and bytes that Kamon's threads take to read them again and again. Arguments:
 * bootstrap servers, topic, number of consumers, of partitions, of rounds.
 */
final class MeasuredSampling {
  private static final long INTERVAL_MILLIS = 100;
  private static final String INTERVAL = "kamon.instrumentation.kafka.client.metrics.interval";
  private static final ThreadMXBean THREADS =
      ManagementFactory.getPlatformMXBean(ThreadMXBean.class);

  private MeasuredSampling() {}

  public static void main(String[] args) {
    try {
      measure(
          args[0],
          args[1],
          Integer.parseInt(args[2]),
          Integer.parseInt(args[3]),
          Integer.parseInt(args[4]));
      System.exit(0);
    } catch (Throwable t) {
      t.printStackTrace();
      System.exit(1);
    }
  }

  private static void measure(String servers, String topic, int clients, int partitions, int rounds)
      throws Exception {
    Kamon.initWithoutAttaching();
    Kamon.reconfigure(
        ConfigFactory.parseString(
                INTERVAL + " = " + INTERVAL_MILLIS + " ms\nkamon.metric.tick-interval = 1 hour")
            .withFallback(Kamon.config()));
    fill(servers, topic, partitions);
    List<KafkaConsumer<byte[], byte[]>> consumers = new ArrayList<>();
    for (int client = 0; client < clients; client++) {
      int first = client;
      consumers.add(
          consumer(
              servers,
              IntStream.range(0, partitions)
                  .filter(partition -> partition % clients == first)
                  .mapToObj(partition -> new TopicPartition(topic, partition))
                  .toList()));
    }
    await(rounds); // until it is compiled
    long[] before = used();
    int measured = await(rounds);
    long[] after = used();
    FigureLine.print(
        Map.of(
            "clients",
            clients,
            "partitions",
            partitions,
            "nanos",
            (after[0] - before[0]) / measured,
            "bytes",
            (after[1] - before[1]) / measured));
    consumers.forEach(KafkaConsumer::close);
  }

  @SuppressWarnings("FutureReturnValueIgnored") // the callback tells
  private static void fill(String servers, String topic, int partitions) {
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", servers),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      for (int i = 0; i < 2 * partitions; i++) {
        producer.send(
            new ProducerRecord<>(topic, i % partitions, null, new byte[10]),
            (metadata, failure) -> {
              if (failure != null) {
                throw new IllegalStateException(failure);
              }
            });
      }
      producer.flush();
    }
  }

  /** One that has seen a record of each partition: from then on it knows its lag. */
  private static KafkaConsumer<byte[], byte[]> consumer(
      String servers, List<TopicPartition> partitions) {
    KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", servers, "group.id", "sampled", "max.poll.records", 1),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer());
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
    List<Integer> left =
        new ArrayList<>(partitions.stream().map(TopicPartition::partition).toList());
    while (!left.isEmpty()) {
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofSeconds(1))) {
        left.remove((Integer) record.partition());
      }
    }
    return consumer;
  }

  /** Lets rounds go by: their time is what is measured, there is nothing to wait for. */
  private static int await(int rounds) throws InterruptedException {
    long start = System.nanoTime();
    TimeUnit.MILLISECONDS.sleep(rounds * INTERVAL_MILLIS);
    return (int) ((System.nanoTime() - start) / TimeUnit.MILLISECONDS.toNanos(INTERVAL_MILLIS));
  }

  /** Nanoseconds of processors, and bytes, that Kamon's threads have used. */
  private static long[] used() {
    long[] used = new long[2];
    for (ThreadInfo thread : THREADS.getThreadInfo(THREADS.getAllThreadIds())) {
      if (thread != null && thread.getThreadName().startsWith("kamon")) {
        used[0] += THREADS.getThreadCpuTime(thread.getThreadId());
        used[1] += THREADS.getThreadAllocatedBytes(thread.getThreadId());
      }
    }
    if (used[0] == 0) {
      throw new IllegalStateException("Nobody reads the clients");
    }
    return used;
  }
}
