package kamon.instrumentation.kafka.testbed;

import java.util.concurrent.atomic.AtomicLong;
import kamon.trace.Span;
import kamon.trace.SpanBuilder;
import kamon.trace.Tracer;

/**
 * Counts all spans of this JVM that start and finish, sampled or not, with Kamon's own hooks:
 *
 * <pre>
 * kamon.trace.hooks {
 *   pre-start  = ["kamon.instrumentation.kafka.testbed.SpanLifecycle$Started"]
 *   pre-finish = ["kamon.instrumentation.kafka.testbed.SpanLifecycle$Finished"]
 * }
 * </pre>
 */
public final class SpanLifecycle {

  private static final AtomicLong STARTED = new AtomicLong();
  private static final AtomicLong FINISHED = new AtomicLong();

  private SpanLifecycle() {}

  public static long started() {
    return STARTED.get();
  }

  public static long finished() {
    return FINISHED.get();
  }

  public static void reset() {
    STARTED.set(0);
    FINISHED.set(0);
  }

  /** Counts starts. */
  public static final class Started implements Tracer.PreStartHook {
    @Override
    public void beforeStart(SpanBuilder builder) {
      STARTED.incrementAndGet();
    }
  }

  /** Counts finishes; Kamon calls it once per span, however often the span is finished. */
  public static final class Finished implements Tracer.PreFinishHook {
    @Override
    public void beforeFinish(Span span) {
      FINISHED.incrementAndGet();
    }
  }
}
