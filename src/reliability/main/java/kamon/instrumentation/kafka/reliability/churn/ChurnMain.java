package kamon.instrumentation.kafka.reliability.churn;

import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import kamon.instrumentation.kafka.KafkaInstrumentation;
import kamon.instrumentation.kafka.reliability.Footprint;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Creates, uses and closes producers and consumers, and says what is left of them. Arguments: the
 * broker, a topic of one partition, how many pairs before the first look and how many after it.
 */
public final class ChurnMain {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  // Every so many consumers join a group, of each protocol in turn: that takes longer.
  private static final int GROUP_EVERY = 20;
  // A pair mostly waits for its broker.
  private static final int THREADS = 6;
  private static final int ROUND = 500;

  private final String servers;
  private final TopicPartition partition;
  private final Queue<WeakReference<Object>> clients = new ConcurrentLinkedQueue<>();
  private final AtomicInteger traced = new AtomicInteger();

  private ChurnMain(String servers, String topic) {
    this.servers = servers;
    this.partition = new TopicPartition(topic, 0);
  }

  public static void main(String[] args) {
    try {
      Started kamon = Started.begin();
      ChurnMain churn = new ChurnMain(args[0], args[1]);
      int warmUp = Integer.parseInt(args[2]);
      int pairs = Integer.parseInt(args[3]);
      churn.run(kamon, "warm", warmUp);
      Footprint before = Footprint.settled(new Footprint(0, 0, 0, 0, 0), Duration.ofSeconds(3));
      before.print("before");
      long spans = churn.run(kamon, "pair", pairs);
      Footprint.print("alive", churn.alive());
      Footprint.settled(before, LIMIT).print("after");
      Footprint.print("spans", spans);
      Footprint.print("traced", churn.traced.get());
      System.exit(0);
    } catch (Throwable t) {
      t.printStackTrace();
      System.exit(1);
    }
  }

  /** Gives the number of sends that were reported. */
  private long run(Started kamon, String name, int pairs) throws Exception {
    clients.clear();
    traced.set(0);
    long spans = 0;
    for (int from = 0; from < pairs; from += ROUND) {
      int to = Math.min(pairs, from + ROUND);
      round(name, from, to);
      int all = to - from;
      Started.await(() -> kamon.count(name) >= all, LIMIT);
      spans += kamon.count(name);
      kamon.forget();
      System.out.println(name + " " + to + " of " + pairs);
    }
    return spans;
  }

  private void round(String name, int from, int to) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try {
      List<Callable<Void>> work = new ArrayList<>();
      for (int thread = 0; thread < THREADS; thread++) {
        int first = from + thread;
        work.add(() -> pairs(name, first, to));
      }
      for (Future<Void> done : threads.invokeAll(work)) {
        done.get();
      }
    } finally {
      threads.shutdown();
      threads.awaitTermination(LIMIT.toSeconds(), TimeUnit.SECONDS);
    }
  }

  private Void pairs(String name, int first, int to) throws Exception {
    for (int i = first; i < to; i += THREADS) {
      String key = name + i;
      receive(i, send(key), key);
    }
    return null;
  }

  private RecordMetadata send(String key) throws Exception {
    try (Producer<String, String> producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", servers), new StringSerializer(), new StringSerializer())) {
      clients.add(new WeakReference<>(producer));
      return producer
          .send(new ProducerRecord<>(partition.topic(), key, "value"))
          .get(LIMIT.toSeconds(), TimeUnit.SECONDS);
    }
  }

  private void receive(int i, RecordMetadata sent, String key) {
    boolean inGroup = i % GROUP_EVERY == 0;
    String protocol = i % (2 * GROUP_EVERY) == 0 ? "classic" : "consumer";
    try (Consumer<String, String> consumer =
        new KafkaConsumer<>(
            Map.of(
                "bootstrap.servers",
                servers,
                "group.id",
                "group-" + protocol + i % THREADS,
                "group.protocol",
                protocol,
                "auto.offset.reset",
                "earliest"),
            new StringDeserializer(),
            new StringDeserializer())) {
      clients.add(new WeakReference<>(consumer));
      if (inGroup) {
        consumer.subscribe(List.of(partition.topic()));
      } else {
        consumer.assign(List.of(partition));
        consumer.seek(partition, sent.offset());
      }
      process(consumer, key);
    }
  }

  private void process(Consumer<String, String> consumer, String key) {
    long end = System.nanoTime() + LIMIT.toNanos();
    while (System.nanoTime() - end < 0) {
      ConsumerRecords<String, String> records = consumer.poll(Duration.ofMillis(200));
      for (ConsumerRecord<String, String> record : records) {
        if (record.key().equals(key)) {
          KafkaInstrumentation.runWithConsumerSpan(
              record, () -> traced.addAndGet(record.headers().lastHeader("kctx") == null ? 0 : 1));
          return;
        }
      }
    }
    throw new IllegalStateException("Never came: " + key);
  }

  /** How many of the clients somebody still holds. */
  private long alive() {
    long[] alive = new long[1];
    Started.await(
        () -> {
          System.gc();
          alive[0] = clients.stream().filter(one -> one.get() != null).count();
          return alive[0] == 0;
        },
        Duration.ofSeconds(20));
    return alive[0];
  }
}
