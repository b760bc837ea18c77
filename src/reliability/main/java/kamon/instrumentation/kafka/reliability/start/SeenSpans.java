package kamon.instrumentation.kafka.reliability.start;

import com.typesafe.config.Config;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import kamon.Kamon;
import kamon.module.SpanReporter;
import kamon.trace.Span;

/** The names of the spans that were reported, in their order. */
final class SeenSpans implements SpanReporter {
  private static final String LAST = "last";
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final List<String> NAMES = new CopyOnWriteArrayList<>();

  private SeenSpans() {}

  static void keep() {
    Kamon.addReporter("seen", new SeenSpans());
  }

  /** Those that have ended by now. */
  static void print() {
    Kamon.spanBuilder(LAST).start().finish();
    long end = System.nanoTime() + LIMIT.toNanos();
    while (!NAMES.contains(LAST)) {
      if (System.nanoTime() - end > 0) {
        throw new IllegalStateException("No span is reported");
      }
      LockSupport.parkNanos(5_000_000);
    }
    NAMES.remove(LAST);
    System.out.println(Starting.SPANS + NAMES);
  }

  @Override
  public void reportSpans(scala.collection.immutable.Seq<Span.Finished> spans) {
    scala.collection.Iterator<Span.Finished> iterator = spans.iterator();
    while (iterator.hasNext()) {
      NAMES.add(iterator.next().operationName());
    }
  }

  @Override
  public void stop() {}

  @Override
  public void reconfigure(Config config) {}
}
