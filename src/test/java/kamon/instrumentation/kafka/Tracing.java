package kamon.instrumentation.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import kamon.Kamon;
import kamon.context.Context;
import kamon.context.Storage;
import kamon.instrumentation.kafka.testbed.ReportedSpan;
import kamon.instrumentation.kafka.testbed.SpanCollector;
import kamon.instrumentation.kafka.testbed.SpanLifecycle;
import kamon.trace.Span;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A running Kamon with a real reporter for the tests of this JVM. After each test it restores the
 * configuration and shows that every started span was finished and that none came unasked for.
 */
public final class Tracing implements BeforeEachCallback, AfterEachCallback {
  public static final Duration PATIENCE = Duration.ofSeconds(60);

  private static final Config CONFIG = ConfigFactory.load();
  private static final SpanCollector SPANS = new SpanCollector();
  private static boolean started;

  @Override
  public void beforeEach(ExtensionContext test) {
    synchronized (Tracing.class) {
      if (!started) {
        Kamon.initWithoutAttaching();
        Kamon.addReporter("tests", SPANS);
        started = true;
      }
    }
    SPANS.clear();
    SpanLifecycle.reset();
  }

  @Override
  public void afterEach(ExtensionContext test) {
    if (test.getExecutionException().isEmpty()) {
      expectNoMore();
      assertThat(SpanLifecycle.finished()).as("finished spans").isEqualTo(SpanLifecycle.started());
    }
    Kamon.reconfigure(CONFIG);
  }

  /** Changes settings until the end of the test. */
  public void configure(String settings) {
    Kamon.reconfigure(ConfigFactory.parseString(settings).resolve().withFallback(CONFIG));
  }

  public ReportedSpan next() {
    return SPANS.next(PATIENCE);
  }

  public List<ReportedSpan> next(int n) {
    return SPANS.await(n, PATIENCE);
  }

  public ReportedSpan next(String name) {
    return SPANS.awaitSpan(span -> span.name().equals(name), PATIENCE);
  }

  /** Sends a span of its own through the same channel: it must be the next to arrive. */
  public void expectNoMore() {
    Kamon.spanBuilder("sentinel").ignoreParentFromContext().start().finish();
    assertThat(SPANS.next(PATIENCE).name()).isEqualTo("sentinel");
  }

  /** Runs with a new span as the current one, and takes it from the reporter. */
  public ReportedSpan inSpan(String name, Runnable action) {
    Span span = Kamon.spanBuilder(name).start();
    within(
        Kamon.currentContext().withEntry(Span.Key(), span),
        () -> {
          action.run();
          return null;
        });
    span.finish();
    return next(name);
  }

  public static <T> T within(Context context, Supplier<T> action) {
    Storage.Scope scope = Kamon.storeContext(context);
    try {
      return action.get();
    } finally {
      scope.close();
    }
  }
}
