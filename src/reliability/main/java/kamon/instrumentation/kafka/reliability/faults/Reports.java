package kamon.instrumentation.kafka.reliability.faults;

import com.typesafe.config.Config;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import kamon.metric.PeriodSnapshot;
import kamon.module.MetricReporter;
import kamon.module.SpanReporter;
import kamon.tag.Lookups;
import kamon.trace.Span;

/** What Kamon has reported: spans by the key of their record, and how many each metric counts. */
final class Reports implements MetricReporter {
  private static final String METRIC = "span.processing-time";

  /** What a span says of its send. */
  record Said(boolean failed, String type, String message) {}

  private final Map<String, Said> said = new HashMap<>();
  private final Set<String> ids = new HashSet<>();
  private final Map<String, Long> counts = new HashMap<>();
  private long twice;

  /** The part of it for spans. */
  SpanReporter spans() {
    return new SpanReporter() {
      @Override
      public void reportSpans(scala.collection.immutable.Seq<Span.Finished> spans) {
        add(spans);
      }

      @Override
      public void stop() {}

      @Override
      public void reconfigure(Config config) {}
    };
  }

  private synchronized void add(scala.collection.immutable.Seq<Span.Finished> spans) {
    spans.foreach(
        span -> {
          boolean first = ids.add(span.id().string());
          if (span.operationName().equals("producer.send")) {
            String key = tag(span, "kafka.key");
            Said was = said.put(key, said(span));
            first &= was == null;
          }
          twice += first ? 0 : 1;
          return null;
        });
    notifyAll();
  }

  private static Said said(Span.Finished span) {
    return new Said(span.hasError(), tag(span, "error.type"), tag(span, "error.message"));
  }

  private static String tag(Span.Finished span, String name) {
    return span.tags().get(Lookups.option(name)).getOrElse(() -> null);
  }

  @Override
  public synchronized void reportPeriodSnapshot(PeriodSnapshot snapshot) {
    snapshot
        .timers()
        .foreach(
            metric -> {
              if (metric.name().equals(METRIC)) {
                metric
                    .instruments()
                    .foreach(
                        one -> {
                          String operation = one.tags().get(Lookups.plain("operation"));
                          boolean failed = one.tags().get(Lookups.plainBoolean("error"));
                          counts.merge(
                              operation + (failed ? " failed" : ""),
                              one.value().count(),
                              Long::sum);
                          return null;
                        });
              }
              return null;
            });
    notifyAll();
  }

  /** How many spans have ended, sampled or not. */
  synchronized long ended(String operation, boolean failed) {
    return counts.getOrDefault(operation + (failed ? " failed" : ""), 0L);
  }

  /** How many were reported more than once. */
  synchronized long twice() {
    return twice;
  }

  /** Null for none. */
  synchronized Said of(String key) {
    return said.get(key);
  }

  synchronized int reported() {
    return ids.size();
  }

  /** Waits for as many; false after 20 seconds. */
  synchronized boolean await(String operation, long succeeded, long failed, int reported)
      throws InterruptedException {
    long end = System.nanoTime() + 20_000_000_000L;
    while (!(ended(operation, false) >= succeeded
        && ended(operation, true) >= failed
        && said.size() >= reported)) {
      long millis = (end - System.nanoTime()) / 1_000_000;
      if (millis <= 0) {
        return false;
      }
      wait(millis);
    }
    return true;
  }

  /** Whether a span says what the application has seen. */
  static boolean isTrue(Said said, Throwable problem) {
    return problem == null
        ? !said.failed && said.type == null && said.message == null
        : said.failed
            && problem.getClass().getName().equals(said.type)
            && Objects.equals(problem.getMessage(), said.message);
  }

  @Override
  public void stop() {}

  @Override
  public void reconfigure(Config config) {}
}
