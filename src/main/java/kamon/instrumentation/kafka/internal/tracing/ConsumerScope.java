package kamon.instrumentation.kafka.internal.tracing;

import kamon.Kamon;
import kamon.context.Context;
import kamon.context.Storage;
import kamon.instrumentation.kafka.internal.log.Warning;
import kamon.instrumentation.kafka.internal.propagation.Formats;
import kamon.instrumentation.kafka.internal.settings.Policy;
import kamon.instrumentation.kafka.internal.settings.Settings;
import kamon.trace.Span;
import kamon.trace.Span$Empty$;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** The time in which a consumer span is current. Of one thread; its methods never throw. */
public final class ConsumerScope {
  private static final Warning NO_CONTEXT = new Warning();
  private static final Warning NOT_MARKED = new Warning();
  private static final Warning NOT_LEFT = new Warning();
  private static final Warning NOT_FINISHED = new Warning();

  private final Span span;
  private final Storage.Scope scope;

  private ConsumerScope(Span span, Storage.Scope scope) {
    this.span = span;
    this.scope = scope;
  }

  /** Starts a span for the record and makes it current. */
  public static ConsumerScope enter(
      ConsumerRecord<?, ?> record, PollFacts facts, String operationName) {
    Span span = Span$Empty$.MODULE$;
    try {
      Policy policy = Settings.current().policy(record.topic());
      Context base = ConsumerSpans.baseContext(record, policy);
      span = ConsumerSpans.build(record, facts, operationName, base, policy);
      if (!policy.continueTraceOnConsumer()) {
        base = Formats.withoutState(base);
      }
      // With no span, a context from elsewhere is still worth having: its tags.
      Context context = span.isEmpty() ? base : base.withEntry(Span.Key(), span);
      return new ConsumerScope(span, Kamon.storeContext(context));
    } catch (Throwable t) {
      NO_CONTEXT.log("A record is processed without its context", t);
      return new ConsumerScope(span, null);
    }
  }

  public void failed(Throwable failure) {
    try {
      span.fail(failure);
    } catch (Throwable t) {
      NOT_MARKED.log("Could not mark a consumer span as failed", t);
    }
  }

  /** Restores the context from before, and finishes the span if asked to. */
  public void leave(boolean finishSpan) {
    try {
      if (scope != null) {
        scope.close();
      }
    } catch (Throwable t) {
      NOT_LEFT.log("Could not restore the context after a consumer span", t);
    }
    if (!finishSpan) {
      return;
    }
    try {
      span.finish();
    } catch (Throwable t) {
      NOT_FINISHED.log("Could not finish a consumer span", t);
    }
  }
}
