package kamon.instrumentation.kafka.internal.propagation;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import kamon.context.Context;
import kamon.instrumentation.kafka.internal.log.Warning;
import kamon.instrumentation.kafka.internal.settings.Settings;
import kamon.trace.Span;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A propagator of the user's. Its interface is the public one, known by its name here: what is
 * below the public package does not refer to it.
 */
final class UserFormat implements Format {
  private static final Logger LOG = LoggerFactory.getLogger("kamon.instrumentation.kafka");
  private static final String INTERFACE = "kamon.instrumentation.kafka.KafkaPropagator";

  private final Warning readFailed = new Warning();
  private final Warning writeFailed = new Warning();
  private final String name;
  private final MethodHandle read;
  private final MethodHandle write;

  private UserFormat(Object propagator) throws ReflectiveOperationException {
    Class<?> type = Class.forName(INTERFACE, true, UserFormat.class.getClassLoader());
    MethodHandles.Lookup lookup = MethodHandles.publicLookup();
    name = propagator.getClass().getName();
    read =
        lookup
            .findVirtual(type, "read", MethodType.methodType(Context.class, Headers.class))
            .bindTo(propagator);
    write =
        lookup
            .findVirtual(
                type, "write", MethodType.methodType(void.class, Context.class, Headers.class))
            .bindTo(propagator);
  }

  /** The propagator of a class name; null when it cannot be used, which is logged. */
  static Format named(String name) {
    try {
      return new UserFormat(load(name).getConstructor().newInstance());
    } catch (Throwable t) { // An Error from a static initialiser must not reach the application.
      LOG.warn(
          "Setting {}.propagator = \"{}\" cannot be used ({}), using the default \"kctx\". Name a"
              + " class that implements {} and has a public constructor without parameters",
          Settings.SECTION,
          name,
          t.getCause() == null ? t : t.getCause(),
          INTERFACE);
      return null;
    }
  }

  private static Class<?> load(String name) throws ClassNotFoundException {
    ClassLoader context = Thread.currentThread().getContextClassLoader();
    if (context != null) {
      try {
        return Class.forName(name, true, context);
      } catch (ClassNotFoundException e) {
        // A pool thread may have another application's loader, or the JVM's: ours knows better.
      }
    }
    return Class.forName(name, true, UserFormat.class.getClassLoader());
  }

  @Override
  public Context read(Headers headers) {
    try {
      Context context = (Context) read.invokeExact(headers);
      return context == null ? Context.Empty() : context;
    } catch (Throwable t) {
      readFailed.log("Propagator " + name + " could not read the context of a record", t);
      return Context.Empty();
    }
  }

  /** Nobody knows which headers are the user's format; what can be read is seen by reading. */
  @Override
  public boolean isIn(Headers headers) {
    return false;
  }

  @Override
  public int write(Context context, Span span, Headers headers) {
    try {
      Context all = span.isEmpty() ? context : context.withEntry(Span.Key(), span);
      write.invokeExact(all, headers);
      return UNKNOWN;
    } catch (Throwable t) {
      writeFailed.log("Propagator " + name + " could not write the context of a record", t);
      remove(headers);
      return 0;
    }
  }

  /** Takes out each header without which there is no context to be read. */
  @Override
  public void remove(Headers headers) {
    for (Header header : headers.toArray()) {
      if (read(headers).isEmpty()) {
        return;
      }
      Headers others = new RecordHeaders(headers.toArray());
      others.remove(header.key());
      if (read(others).isEmpty()) {
        headers.remove(header.key());
      }
    }
  }
}
