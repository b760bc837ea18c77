package kamon.instrumentation.kafka.reliability.firstuse;

import com.typesafe.config.ConfigFactory;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import kamon.Kamon;
import kamon.instrumentation.kafka.testbed.SpanCollector;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Threads that send and poll for the first time while Kamon starts. No class of Kafka's is loaded
 * before they all begin. Arguments: brokers, a topic with a partition for each sending thread.
 */
final class FirstUse {
  static final int SENDERS = 8;
  private static final int POLLERS = 8;
  private static final int AFTER_INIT = 10;
  private static final Duration POLL = Duration.ofMillis(50);
  private static final Duration LIMIT = Duration.ofSeconds(60);

  private final CyclicBarrier start = new CyclicBarrier(SENDERS + POLLERS + 1);
  private final Semaphore done = new Semaphore(0);
  private final AtomicReference<Throwable> failure = new AtomicReference<>();
  private final Arrived arrived = new Arrived();
  private final String brokers;
  private final String topic;
  private volatile boolean initialised;
  private volatile boolean polls = true;

  private FirstUse(String brokers, String topic) {
    this.brokers = brokers;
    this.topic = topic;
  }

  public static void main(String[] args) {
    try {
      new FirstUse(args[0], args[1]).run();
    } catch (Throwable t) {
      t.printStackTrace();
      printThreads();
      System.exit(1);
    }
    System.exit(0); // Kamon's threads would keep this JVM.
  }

  private void run() throws Exception {
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < SENDERS; i++) {
      int number = i;
      threads.add(thread("sender-" + i, () -> send(number)));
    }
    for (int i = 0; i < POLLERS; i++) {
      int number = i;
      threads.add(thread("poller-" + i, () -> poll(number)));
    }
    SpanCollector spans = new SpanCollector();
    start.await();
    Kamon.initWithoutAttaching(
        ConfigFactory.parseString(
                """
                kamon { init.hide-banner = yes, trace { sampler = always, tick-interval = 1ms } }
                """)
            .withFallback(ConfigFactory.load()));
    Kamon.addReporter("spans", spans);
    initialised = true;
    if (!done.tryAcquire(SENDERS + POLLERS, LIMIT.toSeconds(), TimeUnit.SECONDS)) {
      throw new AssertionError("Threads are stuck");
    }
    polls = false;
    for (Thread thread : threads) {
      thread.join(LIMIT.toMillis());
    }
    if (failure.get() != null) {
      throw new AssertionError(failure.get());
    }
    System.out.println("WOVEN " + arrived.woven());
    System.out.println("TRACED " + arrived.awaitSpans(spans, LIMIT));
    System.out.println("END");
  }

  private Thread thread(String name, Work work) {
    Thread thread =
        new Thread(
            () -> {
              try {
                start.await();
                work.run();
              } catch (Throwable t) {
                t.printStackTrace();
                failure.compareAndSet(null, t);
                done.release(SENDERS + POLLERS); // nobody needs to wait any longer
              }
            },
            name);
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  /** Sends until some records were sent after Kamon has started, and begins before that. */
  private void send(int number) {
    StringSerializer text = new StringSerializer();
    try (KafkaProducer<String, String> producer = new KafkaProducer<>(settings(), text, text)) {
      arrived.looksWoven(producer);
      int left = AFTER_INIT;
      for (int i = 0; left > 0; i++) {
        boolean traced = initialised;
        ProducerRecord<String, String> record =
            new ProducerRecord<>(topic, number, traced ? "traced" : "early", "" + i);
        arrived.looksWoven(record);
        arrived.sent(traced);
        Future<RecordMetadata> unused = producer.send(record);
        if (traced) {
          left--;
        } else {
          producer.flush(); // a broker's round trip each, or there would be millions
        }
      }
    }
    done.release();
  }

  private void poll(int number) {
    StringDeserializer text = new StringDeserializer();
    Map<String, Object> settings = settings();
    settings.put("auto.offset.reset", "earliest");
    try (KafkaConsumer<String, String> consumer = new KafkaConsumer<>(settings, text, text)) {
      arrived.looksWoven(consumer);
      consumer.assign(List.of(new TopicPartition(topic, number)));
      int left = AFTER_INIT;
      int expected = 0;
      while (polls && left > 0) {
        for (ConsumerRecord<String, String> record : consumer.poll(POLL)) {
          arrived.came(record, expected++);
          left -= record.key().equals("traced") ? 1 : 0;
        }
      }
    }
    done.release();
  }

  private Map<String, Object> settings() {
    return new HashMap<>(Map.of("bootstrap.servers", brokers, "linger.ms", 0));
  }

  private static void printThreads() {
    var threads = ManagementFactory.getThreadMXBean();
    long[] locked = threads.findDeadlockedThreads();
    System.out.println("DEADLOCK " + (locked == null ? 0 : locked.length));
    for (var each : threads.dumpAllThreads(true, true)) {
      System.out.print(each);
    }
  }

  private interface Work {
    void run() throws Exception;
  }
}
