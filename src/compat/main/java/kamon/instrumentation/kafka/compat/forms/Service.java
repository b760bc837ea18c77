package kamon.instrumentation.kafka.compat.forms;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import kamon.Kamon;
import kamon.trace.Span;

/** What the actions of the forms call: it remembers the span that was current then. */
public final class Service {
  static final String RESULT = "invoice";

  private final IOException failure = new IOException("disk full");
  private Span seen = Kamon.currentSpan();

  public void none() {
    seen = Kamon.currentSpan();
  }

  public String value() {
    none();
    return RESULT;
  }

  public CompletableFuture<String> later() {
    return CompletableFuture.completedFuture(value());
  }

  public String over() {
    return value();
  }

  public String over(String prefix) {
    return prefix + value();
  }

  public IOException failure() {
    none();
    return failure;
  }

  public void fail() throws IOException {
    throw failure();
  }

  public String failInstead() throws IOException {
    throw failure();
  }

  public String await() throws InterruptedException, ExecutionException {
    return value();
  }

  boolean threw(Throwable failure) {
    return failure == this.failure;
  }

  /** Finishes what was left open. Only that still takes a tag. */
  void finish() {
    seen.tag("left-open", "yes").finish();
  }
}
