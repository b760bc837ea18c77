package kamon.instrumentation.kafka.docs;

import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import kamon.instrumentation.kafka.Clients;
import kamon.instrumentation.kafka.KafkaInstrumentation;
import kamon.instrumentation.kafka.testbed.KafkaBroker;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;

/** A shop whose orders come in waves, with a consumer that is sometimes too slow, or fails. */
final class Traffic implements AutoCloseable {
  private static final long TICK_MILLIS = 50;
  private static final String[] TOPICS = {"orders", "payments"};
  private static final String[] GROUPS = {"billing", "shipping"};

  private final ScheduledExecutorService threads = Executors.newScheduledThreadPool(3);
  private final CountDownLatch done = new CountDownLatch(GROUPS.length);
  private final String suffix = "-" + UUID.randomUUID().toString().substring(0, 4);
  private final KafkaBroker broker;
  private final Clients clients;
  private KafkaProducer<String, String> producer;
  private volatile boolean closed;
  private long ticks;

  Traffic(KafkaBroker broker, Clients clients) {
    this.broker = broker;
    this.clients = clients;
  }

  void start() {
    for (String topic : TOPICS) {
      broker.createTopic(topic + suffix, 2);
    }
    producer = clients.producer();
    threads.scheduleAtFixedRate(this::send, 0, TICK_MILLIS, TimeUnit.MILLISECONDS);
    for (String group : GROUPS) {
      threads.execute(() -> consume(group));
    }
  }

  @SuppressWarnings("FutureReturnValueIgnored")
  private void send() {
    double wave = 1 + Math.sin(ticks++ * TICK_MILLIS / 1000.0 / 8);
    for (int i = 0; i < TOPICS.length; i++) {
      for (int n = 0; n < 1 + (2 - i) * 2 * wave; n++) {
        // Now and then, from a host whose clock is ahead.
        Long timestamp = ticks % 100 == 50 ? System.currentTimeMillis() + 60_000 : null;
        String topic = TOPICS[i] + suffix;
        producer.send(new ProducerRecord<>(topic, null, timestamp, "customer-" + n, "a record"));
      }
    }
  }

  private void consume(String group) {
    try (KafkaConsumer<String, String> consumer =
        clients.consumer(
            TOPICS[0] + suffix, "group.id", group + suffix, "max.poll.records", "50")) {
      consumer.subscribe(
          group.equals(GROUPS[0])
              ? List.of(TOPICS[0] + suffix)
              : List.of(TOPICS[0] + suffix, TOPICS[1] + suffix));
      while (!closed) {
        for (ConsumerRecord<String, String> record : consumer.poll(Duration.ofMillis(100))) {
          process(record);
        }
        consumer.commitSync();
      }
    } finally {
      done.countDown();
    }
  }

  private static void process(ConsumerRecord<String, String> record) {
    try {
      KafkaInstrumentation.runWithConsumerSpan(
          record,
          () -> {
            // A database that answers slowly from time to time.
            boolean slow = record.offset() / 200 % 4 == 3;
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(slow ? 20 : 2));
            if (record.offset() % 40 == 7) {
              throw new IllegalStateException("no such customer");
            }
          });
    } catch (IllegalStateException e) {
      // The application would send it to a topic for dead letters.
    }
  }

  void goOnFor(Duration time) throws InterruptedException {
    done.await(time.toMillis(), TimeUnit.MILLISECONDS);
  }

  @Override
  public void close() {
    closed = true;
    try {
      done.await(20, TimeUnit.SECONDS);
      threads.shutdown();
      threads.awaitTermination(20, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    producer.close();
  }
}
