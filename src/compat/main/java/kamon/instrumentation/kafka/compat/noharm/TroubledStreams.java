package kamon.instrumentation.kafka.compat.noharm;

import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import kamon.Kamon;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.kstream.Materialized;
import org.apache.kafka.streams.state.Stores;

/**
 * A topology that counts exactly once, in which some records fail, while a second instance joins
 * and leaves. Arguments: the broker, a name for this run, how many records, a directory for state,
 * the name of the guarantee.
 */
public final class TroubledStreams {
  private static final long PATIENCE_SECONDS = 1_800; // of 100,000 records, on a busy machine
  private static final int EVERY = 50;
  private static final int FAILS = 7;

  private final String[] args;
  private final String run;
  private final int records;
  private final Set<String> came = ConcurrentHashMap.newKeySet();
  private final Set<String> failed = ConcurrentHashMap.newKeySet();

  private TroubledStreams(String[] args) {
    this.args = args;
    run = args[1];
    records = Integer.parseInt(args[2]);
  }

  public static void main(String[] args) {
    try {
      Kamon.init();
      new TroubledStreams(args).run();
    } catch (Throwable t) {
      t.printStackTrace();
      System.exit(1);
    }
    System.exit(0);
  }

  private void run() throws Exception {
    Outcome outcome = new Outcome(args[0]);
    outcome.fill(run + "-in", records);
    List<KafkaStreams> instances = new ArrayList<>();
    try {
      instances.add(start("staying"));
      await("a third", () -> came.size() >= records / 3);
      instances.add(start("visiting"));
      await("two thirds", () -> came.size() >= records * 2 / 3);
      instances.get(1).close();
      await("all", () -> came.size() == records);
      outcome.print(run + "-out", records - records / EVERY);
    } finally {
      instances.forEach(KafkaStreams::close);
    }
    System.out.println("OUTCOME failed: " + failed.size() + " records");
    Outcome.printSpans();
  }

  private KafkaStreams start(String name) {
    Properties settings = new Properties();
    settings.put("application.id", run);
    settings.put("bootstrap.servers", args[0]);
    settings.put("state.dir", args[3] + "/" + name);
    settings.put("processing.guarantee", args[4]);
    settings.put("num.stream.threads", 2);
    settings.put("commit.interval.ms", 200L);
    settings.put("statestore.cache.max.bytes", 0); // each count, not the last
    settings.put("cache.max.bytes.buffering", 0); // before 3.4
    settings.put("default.key.serde", Serdes.StringSerde.class.getName());
    settings.put("default.value.serde", Serdes.StringSerde.class.getName());
    settings.put("auto.offset.reset", "earliest");
    settings.put("max.poll.records", 100);
    // Streams leaves its group in silence: what an instance had waits until the group misses it.
    settings.put("consumer.session.timeout.ms", 6000);
    settings.put("consumer.heartbeat.interval.ms", 1000);
    settings.put("consumer.max.poll.interval.ms", 20_000);
    settings.put("main.consumer.interceptor.classes", PolledWithout.class.getName());
    settings.put(
        "processing.exception.handler",
        "org.apache.kafka.streams.errors.LogAndContinueProcessingExceptionHandler");
    KafkaStreams streams = new KafkaStreams(topology(), settings);
    streams.start();
    return streams;
  }

  private Topology topology() {
    StreamsBuilder builder = new StreamsBuilder();
    builder.<String, String>stream(run + "-in")
        .mapValues(this::goodOnly)
        .groupByKey()
        .count(
            Materialized.<String, Long>as(Stores.inMemoryKeyValueStore("counts"))
                .withKeySerde(Serdes.String())
                .withValueSerde(Serdes.Long()))
        .toStream()
        .mapValues(count -> Long.toString(count))
        .to(run + "-out");
    return builder.build();
  }

  private String goodOnly(String value) {
    came.add(value);
    if (Integer.parseInt(value) % EVERY == FAILS) {
      failed.add(value);
      throw new IllegalStateException("never " + value);
    }
    return value;
  }

  private void await(String what, BooleanSupplier condition) throws TimeoutException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - deadline > 0) {
        throw new TimeoutException("Not " + what + " of " + records + ": " + came.size());
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
    }
  }
}
