package kamon.instrumentation.kafka.internal.tracing;

import java.lang.ref.WeakReference;
import kamon.context.Context;
import kamon.trace.Span;
import kamon.trace.Span$Position$Unknown$;

/**
 * The context in which a record was built, kept with the record until it is sent. A local span
 * refers to its local parent, and so to all spans before it: an application that keeps a record
 * must not keep those. When nobody else has the context any more, the same tags, entries and ids
 * are left.
 */
final class CapturedContext extends WeakReference<Context> {
  private final Context light;

  private CapturedContext(Context context, Context light) {
    super(context);
    this.light = light;
  }

  /** The context, or something smaller that stands for it. */
  static Object of(Context context) {
    Span span = context.get(Span.Key());
    if (span.position() != Span$Position$Unknown$.MODULE$ || span.isRemote() || span.isEmpty()) {
      return context; // No local parent, and nothing to be saved.
    }
    Span remote = new Span.Remote(span.id(), span.parentId(), span.trace());
    return new CapturedContext(context, context.withEntry(Span.Key(), remote));
  }

  /** The context that {@link #of} was given. */
  static Context context(Object captured) {
    if (captured instanceof CapturedContext) {
      CapturedContext weak = (CapturedContext) captured;
      Context context = weak.get();
      return context == null ? weak.light : context;
    }
    return captured == Untraced.MARK ? Context.Empty() : (Context) captured;
  }
}
