package kamon.instrumentation.kafka.compat.noharm;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.zip.CRC32;
import kamon.Kamon;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.springframework.kafka.core.DefaultKafkaConsumerFactory;
import org.springframework.kafka.core.DefaultKafkaProducerFactory;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.listener.ConcurrentMessageListenerContainer;
import org.springframework.kafka.listener.ContainerProperties;
import org.springframework.kafka.listener.DeadLetterPublishingRecoverer;
import org.springframework.kafka.listener.DefaultErrorHandler;
import org.springframework.kafka.listener.MessageListener;
import org.springframework.util.backoff.FixedBackOff;

/**
 * Listeners of Spring Kafka of which some records fail once and others always, while a second
 * container joins and leaves the group. Arguments: the broker, a name for this run, how many
 * records.
 */
public final class TroubledListeners {
  private static final long PATIENCE_SECONDS = 1_800; // of 100,000 records, on a busy machine
  private static final int MOST_FAILURES = 200; // of each kind
  private static final int FAILS_ONCE = 13;
  private static final int FAILS_ALWAYS = 7;

  private final String broker;
  private final String run;
  private final int records;
  private final int every;
  private final Set<String> failed = ConcurrentHashMap.newKeySet();
  private final Set<String> handled = ConcurrentHashMap.newKeySet();

  /** What was handled for the first time, in its order, by partition. */
  private final Map<Integer, List<String>> order = Collections.synchronizedMap(new TreeMap<>());

  private TroubledListeners(String broker, String run, int records) {
    this.broker = broker;
    this.run = run;
    this.records = records;
    this.every = records / Math.min(MOST_FAILURES, records / 50) | 1; // in each partition some
  }

  public static void main(String[] args) {
    try {
      Kamon.init();
      new TroubledListeners(args[0], args[1], Integer.parseInt(args[2])).run();
    } catch (Throwable t) {
      t.printStackTrace();
      System.exit(1);
    }
    System.exit(0);
  }

  private void run() throws Exception {
    Outcome outcome = new Outcome(broker);
    outcome.fill(run + "-in", records);
    DefaultKafkaProducerFactory<String, String> producers =
        new DefaultKafkaProducerFactory<>(
            Collections.singletonMap("bootstrap.servers", broker),
            new StringSerializer(),
            new StringSerializer());
    KafkaTemplate<String, String> template = new KafkaTemplate<>(producers);
    ConcurrentMessageListenerContainer<String, String> staying = container(template);
    staying.start();
    await("a third", () -> handled.size() >= records / 3);
    ConcurrentMessageListenerContainer<String, String> visiting = container(template);
    visiting.start();
    await("two thirds", () -> handled.size() >= records * 2 / 3);
    visiting.stop();
    await("all", () -> handled.size() == records);
    staying.stop();
    producers.destroy();
    order.forEach(
        (partition, values) -> {
          CRC32 sum = new CRC32();
          sum.update(values.toString().getBytes(UTF_8));
          System.out.println(
              "OUTCOME handled "
                  + partition
                  + ": "
                  + values.size()
                  + " records, "
                  + Long.toHexString(sum.getValue()));
        });
    outcome.print(run + "-dead", (records - 1 - FAILS_ALWAYS) / every + 1);
    outcome.printCommits(run, run + "-in");
    Outcome.printSpans();
  }

  private ConcurrentMessageListenerContainer<String, String> container(
      KafkaTemplate<String, String> template) {
    Map<String, Object> settings = new HashMap<>();
    settings.put("bootstrap.servers", broker);
    settings.put("auto.offset.reset", "earliest");
    settings.put("max.poll.records", 100);
    // How long a group waits for a member that was on its way in when it left: also without us, one
    // stood still for three minutes with Kafka's 45 seconds and five minutes.
    settings.put("session.timeout.ms", 6000);
    settings.put("heartbeat.interval.ms", 1000);
    settings.put("max.poll.interval.ms", 20_000);
    // After a failure a container seeks back; the fetch that waits at the end of the topic is
    // first.
    settings.put("fetch.max.wait.ms", 20);
    settings.put("interceptor.classes", PolledWithout.class.getName());
    ContainerProperties properties = new ContainerProperties(run + "-in");
    properties.setGroupId(run);
    properties.setMessageListener((MessageListener<String, String>) this::listen);
    ConcurrentMessageListenerContainer<String, String> container =
        new ConcurrentMessageListenerContainer<>(
            new DefaultKafkaConsumerFactory<>(
                settings, new StringDeserializer(), new StringDeserializer()),
            properties);
    container.setConcurrency(2);
    DeadLetterPublishingRecoverer dead =
        new DeadLetterPublishingRecoverer(
            template, (record, problem) -> new TopicPartition(run + "-dead", record.partition()));
    DefaultErrorHandler handler =
        new DefaultErrorHandler(
            (record, problem) -> {
              // A rebalance may give it again to a member that has not tried it yet.
              if (handled(record, problem.getCause().toString())) {
                dead.accept(record, problem);
              }
            },
            new FixedBackOff(0, 2));
    container.setCommonErrorHandler(handler);
    return container;
  }

  private void listen(ConsumerRecord<String, String> record) {
    int number = Integer.parseInt(record.value());
    if (number % every == FAILS_ALWAYS) {
      throw new IllegalStateException("never " + number);
    }
    if (number % every == FAILS_ONCE && failed.add(record.value())) {
      throw new IllegalArgumentException("not yet " + number);
    }
    handled(record, "well");
  }

  private boolean handled(ConsumerRecord<?, ?> record, String how) {
    if (!handled.add((String) record.value())) {
      return false;
    }
    order
        .computeIfAbsent(record.partition(), any -> Collections.synchronizedList(new ArrayList<>()))
        .add(record.value() + " " + how);
    return true;
  }

  private void await(String what, BooleanSupplier condition) throws TimeoutException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - deadline > 0) {
        Map<Integer, Integer> counts = new TreeMap<>();
        order.forEach((partition, values) -> counts.put(partition, values.size()));
        throw new TimeoutException("Not " + what + " of " + records + ": " + counts);
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
    }
  }
}
