package kamon.instrumentation.kafka.internal.tracing;

import kamon.context.Context;
import kamon.instrumentation.kafka.internal.log.Warning;
import kamon.instrumentation.kafka.internal.propagation.Format;
import kamon.instrumentation.kafka.internal.propagation.Formats;
import kamon.instrumentation.kafka.internal.settings.Settings;
import kamon.trace.Span;
import org.apache.kafka.common.header.Headers;

/** Contexts of headers without a record. Thread-safe, never throws. */
public final class HeaderContext {
  private static final Warning NOT_READ = new Warning();
  private static final Warning NOT_WRITTEN = new Warning();
  private static final Warning READ_ONLY = new Warning();

  // A header that nobody has: to remove it shows whether headers can be written.
  private static final String NOBODYS = "kamon-kafka.none";

  private HeaderContext() {}

  /** The context that headers carry, or the empty one. */
  public static Context read(Headers headers) {
    try {
      return Formats.read(headers);
    } catch (Throwable t) {
      NOT_READ.log("Could not read the context of headers", t);
      return Context.Empty();
    }
  }

  /** Writes a context in place of the one that is there; the empty one leaves none. */
  public static void write(Context context, Headers headers) {
    try {
      if (!isWritable(headers)) {
        READ_ONLY.log(
            () ->
                "A context is not written to headers that are read-only, as those of a record are"
                    + " once it is sent: they stay as they are");
        return;
      }
      Format format = Formats.of(Settings.current());
      if (context.isEmpty()) {
        format.remove(headers);
      } else {
        format.write(context, context.get(Span.Key()), headers);
      }
    } catch (Throwable t) {
      NOT_WRITTEN.log("Could not write a context to headers", t);
    }
  }

  private static boolean isWritable(Headers headers) {
    try {
      headers.remove(NOBODYS);
      return true;
    } catch (IllegalStateException | UnsupportedOperationException e) {
      return false;
    }
  }
}
