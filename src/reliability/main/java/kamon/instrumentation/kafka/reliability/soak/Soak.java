package kamon.instrumentation.kafka.reliability.soak;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import kamon.Kamon;
import kamon.instrumentation.kafka.testbed.Waiting;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Sends and consumes for a time, as fast as it goes, under changing samplers. Arguments: brokers,
 * topic, its partitions, seconds, seconds between two samples.
 */
final class Soak {
  private static final int PRODUCERS = 3;
  private static final int MEMBERS = 2; // of each group, that stay
  private static final List<String> PROTOCOLS = List.of("classic", "consumer");
  private static final Duration END_LIMIT = Duration.ofMinutes(2);
  // Not the size of the queue for spans: Kamon 2.7.7 fills the queue that it started with, whatever
  // it is told later, and reports from the new one (Tracer._onSpanFinish).
  private static final String SETTINGS =
      """
      kamon {
        init.hide-banner = yes
        metric.tick-interval = 250ms
        trace.tick-interval = 10ms
        instrumentation.kafka.client.metrics.interval = 1s
      }
      """;
  private static final String ADAPTIVE = "kamon.trace.sampler = adaptive";
  private static final String TENTH =
      "kamon.trace { sampler = random, random-sampler.probability = 0.1 }";

  private final Map<String, Object> common;
  private final String topic;
  private final int partitions;
  private final long seconds;
  private final long sampleSeconds;
  private final Reports reports = new Reports();
  private final SampledSpans sampled = new SampledSpans();
  private final List<Window> windows = new ArrayList<>();
  private final List<Ledger> ledgers = new ArrayList<>();
  private final List<Thread> threads = new ArrayList<>();
  private final LongAdder sent = new LongAdder();
  private final LongAdder acknowledged = new LongAdder();
  private final LongAdder visits = new LongAdder();
  private final AtomicReference<Throwable> failure = new AtomicReference<>();
  private final ReentrantLock visiting = new ReentrantLock(true);
  private volatile boolean produces = true;
  private volatile boolean consumes = true;
  private HeapContents filled; // after the first quarter

  private Soak(String[] args) {
    common =
        Map.of(
            "bootstrap.servers", args[0],
            "auto.offset.reset", "earliest",
            "enable.auto.commit", false,
            "max.block.ms", 300_000,
            "delivery.timeout.ms", 300_000,
            "default.api.timeout.ms", 10_000,
            "reconnect.backoff.max.ms", 500,
            "linger.ms", 5);
    topic = args[1];
    partitions = Integer.parseInt(args[2]);
    seconds = Long.parseLong(args[3]);
    sampleSeconds = Long.parseLong(args[4]);
  }

  public static void main(String[] args) throws Exception {
    Soak soak = new Soak(args);
    try {
      soak.run();
    } catch (Throwable t) {
      t.printStackTrace();
      System.exit(1);
    }
    System.exit(0); // Kamon's threads would keep this JVM.
  }

  private void run() throws Exception {
    Kamon.initWithoutAttaching(with(ADAPTIVE));
    Kamon.addReporter("metrics", reports);
    Kamon.addReporter("spans", sampled);
    for (String protocol : PROTOCOLS) {
      Window window = new Window();
      Ledger ledger = new Ledger(PRODUCERS, partitions, window);
      windows.add(window);
      ledgers.add(ledger);
      for (int i = 0; i < MEMBERS; i++) {
        start("member", () -> stay(protocol, ledger));
      }
      start("visitor", () -> visit(protocol, ledger));
    }
    for (int i = 0; i < PRODUCERS; i++) {
      int number = i;
      start("producer", () -> produce(number));
    }
    sample();
    finish();
  }

  private static Config with(String settings) {
    return ConfigFactory.parseString(settings + "\n" + SETTINGS).withFallback(ConfigFactory.load());
  }

  private void start(String name, Work work) {
    Thread thread =
        new Thread(
            () -> {
              try {
                work.run();
              } catch (Throwable t) {
                t.printStackTrace();
                failure.compareAndSet(null, t);
              }
            },
            "soak-" + name + "-" + threads.size());
    threads.add(thread);
    thread.start();
  }

  private void produce(int number) throws InterruptedException {
    ByteArraySerializer bytes = new ByteArraySerializer();
    long[] sequences = new long[partitions];
    try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(common, bytes, bytes)) {
      while (produces) {
        for (Window window : windows) {
          window.enter();
        }
        for (int i = 0; i < Window.BATCH; i++) {
          int partition = i % partitions;
          byte[] value = new Payload(number, sequences[partition]++).bytes();
          sent.increment();
          Future<RecordMetadata> unused =
              producer.send(
                  new ProducerRecord<>(topic, partition, null, value),
                  (metadata, problem) -> {
                    if (problem == null) {
                      acknowledged.increment();
                    } else {
                      problem.printStackTrace();
                    }
                  });
        }
      }
    }
  }

  private void stay(String protocol, Ledger ledger) {
    // Whatever a broker that is away makes of a consumer, an application would go on with another.
    new Member(settings(protocol), ledger).work(topic, () -> consumes, true);
  }

  private void visit(String protocol, Ledger ledger) {
    for (int i = 0; produces; i++) {
      visiting.lock();
      try {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(2);
        BooleanSupplier wanted = () -> produces && System.nanoTime() - end < 0;
        new Member(settings(protocol), ledger).work(topic, wanted, i % 2 == 0);
        visits.increment();
      } finally {
        visiting.unlock();
      }
    }
  }

  private Map<String, Object> settings(String protocol) {
    Map<String, Object> settings = new HashMap<>(common);
    settings.put("group.id", "soak-" + protocol);
    settings.put("group.protocol", protocol);
    return settings;
  }

  private void sample() throws Exception {
    long begin = System.nanoTime();
    for (int i = 1; failure.get() == null; i++) {
      long next = begin + TimeUnit.SECONDS.toNanos(i * sampleSeconds);
      if (next - begin > TimeUnit.SECONDS.toNanos(seconds)) {
        if (filled != null) {
          atRest(() -> HeapContents.now().grownSince(filled).forEach(System.out::println));
        }
        return;
      }
      while (System.nanoTime() - next < 0) {
        LockSupport.parkNanos(next - System.nanoTime());
      }
      atRest(
          () -> {
            long second = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begin);
            System.out.println("SAMPLE " + second + " " + Jvm.collected() + " " + reports.series());
            if (filled == null && second >= seconds / 4) {
              filled = HeapContents.now();
            }
          });
      System.out.println("SENT " + sent.sum() + " " + ledgers + " sampled=" + sampled.count());
      Kamon.reconfigure(with(i % 2 == 0 ? ADAPTIVE : TENTH));
    }
  }

  /** Without visitors, and with nothing under way: what is left is what somebody holds. */
  private void atRest(Work look) throws Exception {
    visiting.lock();
    try {
      for (Window window : windows) {
        window.drain();
      }
      // What has ended is in Kamon's queues until it is reported.
      long period = reports.periods();
      await("Kamon to report", () -> reports.periods() >= period + 2);
      look.run();
      windows.forEach(Window::open);
    } finally {
      visiting.unlock();
    }
  }

  private void finish() throws Exception {
    produces = false;
    // Whoever waits for its window sends one batch more.
    join("producer");
    BooleanSupplier consumed =
        () -> ledgers.stream().allMatch(each -> each.consumed() == acknowledged.sum());
    await("all to be acknowledged", () -> acknowledged.sum() == sent.sum());
    await("all to be consumed", consumed);
    consumes = false;
    join("");
    await("the spans of sends", () -> reports.finished("producer.send") >= sent.sum());
    long processed = ledgers.stream().mapToLong(Ledger::processed).sum();
    await("the spans of records", () -> reports.finished("consumer.process") >= processed);
    System.out.println(
        "DONE sent=%d acknowledged=%d processed=%d producer-spans=%d consumer-spans=%d reported=%d visits=%d failures=%d"
            .formatted(
                sent.sum(),
                acknowledged.sum(),
                processed,
                reports.finished("producer.send"),
                reports.finished("consumer.process"),
                sampled.count(),
                visits.sum(),
                failure.get() == null ? 0 : 1));
    for (Ledger ledger : ledgers) {
      System.out.println("GROUP " + ledger);
    }
    System.out.println("END");
  }

  private void join(String name) throws InterruptedException {
    for (Thread thread : threads) {
      if (thread.getName().startsWith("soak-" + name)) {
        thread.join(END_LIMIT.toMillis());
      }
    }
  }

  private void await(String what, BooleanSupplier condition) {
    if (!Waiting.until(END_LIMIT, condition)) {
      System.out.println("MISSED " + what);
    }
  }

  private interface Work {
    void run() throws Exception;
  }
}
