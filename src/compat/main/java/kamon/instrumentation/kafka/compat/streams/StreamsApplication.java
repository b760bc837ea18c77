package kamon.instrumentation.kafka.compat.streams;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import kamon.Kamon;
import kamon.context.Context;
import kamon.context.Storage;
import kamon.instrumentation.kafka.compat.program.KamonLife;
import kamon.instrumentation.kafka.testbed.SpanLifecycle;
import kamon.trace.Span;
import kamon.trace.Span$Empty$;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.KafkaStreams;

/**
 * Gives one record or more to each kind of operator, and prints what comes out. Arguments: the
 * broker, a name that all topics begin with, a directory for state, the processing guarantee, bytes
 * of caches (3000: too few for one operator, which alone gets records then), and whether it is of a
 * release that handles failing processors, and emits windows when they close.
 */
public final class StreamsApplication {
  private static final long PATIENCE_SECONDS = 90;
  private static final String SMALL = "3000";

  private final String run;
  private final Seen seen;
  private final List<Input> inputs;

  private StreamsApplication(String run, Seen seen, List<Input> inputs) {
    this.run = run;
    this.seen = seen;
    this.inputs = inputs;
  }

  public static void main(String[] args) throws Exception {
    try {
      KamonLife.begin();
      Map<String, Object> settings = new HashMap<>();
      settings.put("bootstrap.servers", args[0]);
      boolean isLater = Boolean.parseBoolean(args[5]);
      List<Input> inputs = args[4].equals(SMALL) ? Input.evicting() : Input.all();
      try (Producer<String, String> producer =
          new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer())) {
        new StreamsApplication(args[1], new Seen(args[1], producer), inputs)
            .run(producer, settings(args), isLater);
      }
      new Outputs(args[0], args[1]).print();
      awaitSpans();
      KamonLife.end();
    } catch (Throwable t) {
      t.printStackTrace();
      System.exit(1);
    }
    System.exit(0);
  }

  /** Those of sends end at their acknowledgement. */
  private static void awaitSpans() throws TimeoutException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (SpanLifecycle.started() != SpanLifecycle.finished()) {
      if (System.nanoTime() - deadline > 0) {
        throw new TimeoutException(
            SpanLifecycle.started() + " spans started, finished " + SpanLifecycle.finished());
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
    }
  }

  private static Properties settings(String[] args) {
    Properties settings = new Properties();
    settings.put("application.id", args[1]);
    settings.put("bootstrap.servers", args[0]);
    settings.put("state.dir", args[2]);
    settings.put("processing.guarantee", args[3]);
    settings.put("statestore.cache.max.bytes", args[4]);
    settings.put("cache.max.bytes.buffering", args[4]); // before 3.4
    settings.put("default.key.serde", Serdes.StringSerde.class.getName());
    settings.put("default.value.serde", Serdes.StringSerde.class.getName());
    settings.put("auto.offset.reset", "earliest");
    // At the end only, or caches would be flushed whenever it is time; but what is exactly once
    // goes on only with a commit.
    settings.put("commit.interval.ms", args[3].equals("at_least_once") ? 3_600_000L : 100L);
    settings.put("metadata.max.age.ms", 1000); // of topics that it has just created
    settings.put("main.consumer.interceptor.classes", Watching.class.getName());
    settings.put("__emit.interval.ms.kstreams.outer.join.spurious.results.fix__", 0L);
    settings.put("__emit.interval.ms.kstreams.windowed.aggregation__", 0L);
    if (Boolean.parseBoolean(args[5])) {
      settings.put(
          "processing.exception.handler",
          "org.apache.kafka.streams.errors.LogAndContinueProcessingExceptionHandler");
    }
    return settings;
  }

  private void run(Producer<String, String> producer, Properties settings, boolean isLater)
      throws Exception {
    CountDownLatch punctuated = new CountDownLatch(1);
    Operators operators = new Operators(run, seen, punctuated);
    try (KafkaStreams streams = new KafkaStreams(operators.topology(isLater), settings)) {
      streams.start();
      // One after the other, so that joins and windows find what they are to find.
      for (Input input : inputs) {
        // Exactly once, 4.4 does not come back to a record that was late, with or without us.
        boolean late = input.operator.equals("late") && !isAtLeastOnce(settings);
        if (!late && (isLater || !input.isOfLaterReleases())) {
          send(producer, input);
          await(input, last(input, !settings.get("statestore.cache.max.bytes").equals("0")));
        }
      }
      if (!punctuated.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        throw new TimeoutException("no punctuator has run");
      }
    }
  }

  /** What is seen of it last; another task gets it by way of a repartition topic. */
  private static String last(Input input, boolean cached) {
    if (!input.operator.equals("group")) {
      return input.value;
    }
    // With a cache, it comes out at a commit.
    return (cached ? "counted:" : "group:") + input.value;
  }

  private static boolean isAtLeastOnce(Properties settings) {
    return settings.get("processing.guarantee").equals("at_least_once");
  }

  private void await(Input input, String last) throws TimeoutException {
    if (input.operator.equals("global")) {
      return; // Nobody sees it come.
    }
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (!seen.hasCome(last)) {
      if (System.nanoTime() - deadline > 0) {
        Thread.getAllStackTraces()
            .forEach((thread, stack) -> Seen.print(thread + " " + Arrays.toString(stack)));
        throw new TimeoutException(input.value + " has not come");
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
    }
  }

  private void send(Producer<String, String> producer, Input input)
      throws InterruptedException, ExecutionException {
    Span span = input.withinSpan ? Kamon.spanBuilder(input.value).start() : Span$Empty$.MODULE$;
    Storage.Scope scope =
        Kamon.storeContext(Context.of("tenant", input.value).withEntry(Span.Key(), span));
    try {
      producer
          .send(
              new ProducerRecord<>(
                  run + "-" + input.operator,
                  0,
                  input.timestamp,
                  input.key,
                  input.value,
                  Collections.singletonList(
                      new RecordHeader("who", input.value.getBytes(StandardCharsets.UTF_8)))))
          .get();
    } finally {
      scope.close();
      span.finish();
    }
    Seen.print("IN " + input.operator + " " + input.value + " " + Seen.trace(span));
  }
}
