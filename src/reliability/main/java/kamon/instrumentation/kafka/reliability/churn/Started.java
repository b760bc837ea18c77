package kamon.instrumentation.kafka.reliability.churn;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import kamon.Kamon;
import kamon.module.SpanReporter;
import kamon.tag.Lookups;
import kamon.trace.Span;

/** Kamon, with a reporter that remembers which spans it was given. */
final class Started implements SpanReporter {
  private static final Config CONFIG =
      ConfigFactory.parseString(
              """
              kamon {
                trace.sampler = always
                trace.tick-interval = 50ms
                metric.tick-interval = 200ms
                instrumentation.kafka.client.metrics.interval = 200ms
                instrumentation.kafka.client.metrics.client-id = yes
              }
              """)
          .withFallback(ConfigFactory.load());

  private final Set<String> keys = ConcurrentHashMap.newKeySet();

  static Started begin() {
    Started started = new Started();
    started.again();
    return started;
  }

  /** Kamon forgets its reporters when it stops. */
  void again() {
    Kamon.initWithoutAttaching(CONFIG);
    Kamon.addReporter("keys", this);
  }

  @Override
  public void reportSpans(scala.collection.immutable.Seq<Span.Finished> spans) {
    scala.collection.Iterator<Span.Finished> iterator = spans.iterator();
    while (iterator.hasNext()) {
      Span.Finished span = iterator.next();
      if (span.operationName().equals("producer.send")) {
        keys.add(span.tags().get(Lookups.plain("kafka.key")));
      }
    }
  }

  /** How many keys that begin like this have come in spans of sends. */
  int count(String prefix) {
    return (int) keys.stream().filter(key -> key.startsWith(prefix)).count();
  }

  /** So that what is remembered does not count as growth. */
  void forget() {
    keys.clear();
  }

  static boolean await(BooleanSupplier condition, Duration atMost) {
    long end = System.nanoTime() + atMost.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - end > 0) {
        return false;
      }
      LockSupport.parkNanos(5_000_000);
    }
    return true;
  }

  @Override
  public void stop() {}

  @Override
  public void reconfigure(Config config) {}
}
