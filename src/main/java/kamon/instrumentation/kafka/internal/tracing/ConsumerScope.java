package kamon.instrumentation.kafka.internal.tracing;

import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import kamon.Kamon;
import kamon.context.Context;
import kamon.context.Storage;
import kamon.instrumentation.kafka.internal.log.Warning;
import kamon.instrumentation.kafka.internal.propagation.Formats;
import kamon.instrumentation.kafka.internal.settings.Policy;
import kamon.instrumentation.kafka.internal.settings.Settings;
import kamon.instrumentation.kafka.internal.unsampled.UnsampledSpans;
import kamon.trace.Identifier;
import kamon.trace.Span;
import kamon.trace.Span$Empty$;
import kamon.trace.Trace;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * The time in which a consumer span is current. To be left by the thread that entered it; its
 * methods never throw.
 */
public class ConsumerScope {
  private static final Warning NO_CONTEXT = new Warning();
  private static final Warning NOT_MARKED = new Warning();
  private static final Warning NOT_LEFT = new Warning();
  private static final Warning NOT_FINISHED = new Warning();
  private static final Warning NOT_AWAITED = new Warning();

  private final Span span;
  private final Context context;
  private final Storage.Scope scope;

  ConsumerScope(Span span, Storage.Scope scope) {
    this(span, Context.Empty(), scope);
  }

  ConsumerScope(Span span, Context context, Storage.Scope scope) {
    this.span = span;
    this.context = context;
    this.scope = scope;
  }

  /**
   * Starts a span for the record and makes it current, or joins the one that a framework's hook has
   * started.
   */
  public static ConsumerScope enter(
      ConsumerRecord<?, ?> record, PollFacts facts, String operationName) {
    ConsumerScope joined = Processing.joined(record, operationName);
    if (joined != null) {
      return joined;
    }
    Span span = Span$Empty$.MODULE$;
    try {
      Settings settings = Settings.current();
      long nanos = Kamon.clock().nanos(); // of System.nanoTime; a look at a clock takes 25 ns
      Waiting.until(record, facts, settings, nanos);
      Policy policy = PollFacts.policy(facts, settings, record.topic());
      String name = ConsumerSpans.name(record, facts, operationName, policy);
      UnsampledSpans unsampled = UnsampledSpans.of(settings, Formats.of(settings));
      boolean canWait = unsampled.isPossible() && LazyScopes.canWait(record, policy);
      ConsumerScope lazy =
          canWait ? LazyScopes.unread(record, facts, name, unsampled, nanos) : null;
      if (lazy != null) {
        return lazy;
      }
      Context base = ConsumerSpans.baseContext(record, policy);
      Trace.SamplingDecision decision =
          canWait ? LazyScopes.decide(base, name, policy, unsampled) : null;
      lazy =
          canWait ? LazyScopes.below(base, record, facts, name, unsampled, decision, nanos) : null;
      if (lazy != null) {
        return lazy;
      }
      span = ConsumerSpans.build(record, facts, name, base, policy, decision);
      return current(span, base);
    } catch (Throwable t) {
      NO_CONTEXT.log("A record is processed without its context", t);
      return new ConsumerScope(span, null);
    }
  }

  /**
   * Starts one span for all records of a batch and makes it current; or joins, as above.
   *
   * @param watched whether nobody sees to it that the scope is left
   */
  public static ConsumerScope enter(
      Iterable<? extends ConsumerRecord<?, ?>> records,
      Function<ConsumerRecord<?, ?>, PollFacts> facts,
      String operationName,
      boolean watched) {
    ConsumerScope joined = Processing.joined(records, operationName);
    if (joined != null) {
      return joined;
    }
    Span span = Span$Empty$.MODULE$;
    try {
      Batch batch = Batch.of(records, facts);
      Context base = batch.baseContext();
      span = BatchSpans.build(batch, operationName, base);
      if (watched) {
        OpenSpans.watch(span, batch);
      }
      return current(span, base);
    } catch (Throwable t) {
      NO_CONTEXT.log("A batch of records is processed without its context", t);
      return new ConsumerScope(span, null);
    }
  }

  private static ConsumerScope current(Span span, Context base) {
    // With no span, a context from elsewhere is still worth having: its tags.
    Context context = span.isEmpty() ? base : within(base, span);
    return new ConsumerScope(span, context, Kamon.storeContext(context));
  }

  /** A context with another span; in another trace, without what belongs to the former one. */
  private static Context within(Context base, Span span) {
    Identifier trace = span.trace().id();
    Identifier former = base.get(Span.Key()).trace().id();
    // Mostly the same object. To compare two makes the text of one that was read from a header.
    boolean continued = trace == former || trace.equals(former);
    return (continued ? base : Formats.withoutState(base)).withEntry(Span.Key(), span);
  }

  /** Makes the span current once more, after it was left without being finished. */
  final ConsumerScope again() {
    try {
      return again(Kamon.storeContext(context));
    } catch (Throwable t) {
      NO_CONTEXT.log("A record is processed without its context", t);
      return again(null);
    }
  }

  ConsumerScope again(Storage.Scope next) {
    return new ConsumerScope(span, context, next);
  }

  /** What is current in it. */
  public Context context() {
    return context;
  }

  /** The span; the empty one when there is none. */
  public Span span() {
    return span;
  }

  void fail(Throwable failure) {
    MessagingTags.fail(span, failure);
  }

  void end() {
    span.finish();
  }

  /** An attempt that was not the last one has failed. */
  public void attemptFailed(Throwable failure) {
    try {
      span().mark("attempt failed: " + failure.getClass().getName());
    } catch (Throwable t) {
      NOT_MARKED.log("Could not mark a failed attempt in a consumer span", t);
    }
  }

  public void failed(Throwable failure) {
    try {
      fail(failure);
    } catch (Throwable t) {
      NOT_MARKED.log("Could not mark a consumer span as failed", t);
    }
  }

  /** The same, where the failure itself is not known. */
  public void failed(String message) {
    try {
      span().fail(message);
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
    if (finishSpan) {
      finish();
    }
  }

  /** From here on, nobody sees to it that the span of this record is finished. */
  public void watch(ConsumerRecord<?, ?> record, PollFacts facts) {
    OpenSpans.watch(span(), record, facts);
  }

  /** Finishes the span, also from another thread. Kamon takes the first time only. */
  public void finish() {
    try {
      end();
    } catch (Throwable t) {
      NOT_FINISHED.log("Could not finish a consumer span", t);
    }
  }

  /** Finishes the span when the stage is done, failed if the stage has; now, if there is none. */
  public void finishWith(CompletionStage<?> stage) {
    if (stage == null) {
      finish();
      return;
    }
    try {
      stage.whenComplete(
          (result, failure) -> {
            if (failure != null) {
              failed(cause(failure));
            }
            finish();
          });
    } catch (Throwable t) {
      NOT_AWAITED.log("A consumer span ends before the stage that it belongs to", t);
      finish();
    }
  }

  /** What has failed, where a stage that depends on it would see it wrapped. */
  private static Throwable cause(Throwable failure) {
    boolean wrapped = failure instanceof CompletionException && failure.getCause() != null;
    return wrapped ? failure.getCause() : failure;
  }
}
