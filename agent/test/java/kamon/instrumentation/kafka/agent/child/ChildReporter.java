package kamon.instrumentation.kafka.agent.child;

import com.typesafe.config.Config;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import kamon.Kamon;
import kamon.module.Module;
import kamon.module.ModuleFactory;
import kamon.module.SpanReporter;
import kamon.trace.Span;

/** Prints the spans that Kamon reports, oldest first. */
public final class ChildReporter implements SpanReporter {
  private static final String SENTINEL = "sentinel";

  private final CountDownLatch sentinelCame = new CountDownLatch(1);

  @Override
  public void reportSpans(scala.collection.immutable.Seq<Span.Finished> spans) {
    // Kamon hands over each batch newest first.
    scala.collection.Iterator<Span.Finished> iterator = spans.reverseIterator();
    while (iterator.hasNext()) {
      ChildSpan span = new ChildSpan(iterator.next());
      if (span.name.equals(SENTINEL)) {
        sentinelCame.countDown();
      } else {
        print(span);
      }
    }
  }

  private static void print(ChildSpan span) {
    try {
      System.out.println(span.toLine());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns when all spans finished so far are printed: a last one came through behind them. */
  void flush() throws InterruptedException {
    Span sentinel = Kamon.spanBuilder(SENTINEL).ignoreParentFromContext().start();
    sentinel.finish();
    if (!sentinel.isEmpty() && !sentinelCame.await(60, TimeUnit.SECONDS)) {
      throw new IllegalStateException("Kamon reports no spans");
    }
  }

  @Override
  public void stop() {}

  @Override
  public void reconfigure(Config config) {}

  /** Makes one that Kamon finds by its configuration. */
  public static final class Factory implements ModuleFactory {
    static final ChildReporter MADE = new ChildReporter();

    @Override
    public Module create(ModuleFactory.Settings settings) {
      return MADE;
    }
  }
}
