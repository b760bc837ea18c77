package kamon.instrumentation.kafka.internal.propagation;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import kamon.context.Context;
import kamon.context.Propagation;
import kamon.instrumentation.kafka.internal.log.Warning;
import kamon.trace.Span;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/**
 * A propagator of the user's: of our own public interface, known by its name here because what is
 * below the public package does not refer to it, or of the one of Kamon's own Kafka module.
 */
final class UserFormat implements UnguardedFormat {
  /** The public interface. */
  static final String INTERFACE = "kamon.instrumentation.kafka.KafkaPropagator";

  private final Reader reader;
  private final Writer writer;

  private UserFormat(Reader reader, Writer writer) {
    this.reader = reader;
    this.writer = writer;
  }

  /** The propagator of a class name. */
  static UnguardedFormat named(String name) throws Throwable {
    Object propagator = load(name).getConstructor().newInstance();
    Class<?> type = Class.forName(INTERFACE, true, UserFormat.class.getClassLoader());
    if (!type.isInstance(propagator) && isKamons(propagator)) {
      return ofKamons(propagator);
    }
    MethodHandles.Lookup lookup = MethodHandles.publicLookup();
    MethodHandle read =
        lookup
            .findVirtual(type, "read", MethodType.methodType(Context.class, Headers.class))
            .bindTo(propagator);
    MethodHandle write =
        lookup
            .findVirtual(
                type, "write", MethodType.methodType(void.class, Context.class, Headers.class))
            .bindTo(propagator);
    return new UserFormat(
        headers -> (Context) read.invokeExact(headers),
        (context, headers) -> {
          write.invokeExact(context, headers); // in a statement, or it would return an Object
        });
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

  private static boolean isKamons(Object propagator) {
    return propagator instanceof Propagation.EntryReader
        && propagator instanceof Propagation.EntryWriter;
  }

  /** kamon.instrumentation.kafka.client.KafkaPropagator has nothing but these two interfaces. */
  @SuppressWarnings("unchecked")
  private static UnguardedFormat ofKamons(Object propagator) {
    Propagation.EntryReader<Headers> reader = (Propagation.EntryReader<Headers>) propagator;
    Propagation.EntryWriter<Headers> writer = (Propagation.EntryWriter<Headers>) propagator;
    return new UserFormat(
        headers -> reader.read(headers, Context.Empty()),
        (context, headers) -> replace(context, headers, writer));
  }

  /** Such a class appends: what an earlier hop has written has to go. */
  private static void replace(
      Context context, Headers headers, Propagation.EntryWriter<Headers> writer) {
    Headers written = new RecordHeaders();
    writer.write(context, written);
    for (Header header : written) {
      headers.remove(header.key());
    }
    for (Header header : written) {
      headers.add(header);
    }
  }

  @Override
  public Context read(Headers headers) throws Throwable {
    Context context = reader.read(headers);
    return context == null ? Context.Empty() : context;
  }

  /** Nobody knows which headers are the user's format; what can be read is seen by reading. */
  @Override
  public boolean isIn(Headers headers) {
    return false;
  }

  @Override
  public int write(Context context, Span span, Headers headers) throws Throwable {
    writer.write(span.isEmpty() ? context : context.withEntry(Span.Key(), span), headers);
    return Format.UNKNOWN;
  }

  @Override
  public boolean writesChildren() {
    return false; // The user sees the span.
  }

  /** Takes out each header without which there is no context to be read. */
  @Override
  public void remove(Headers headers) {
    for (Header header : headers.toArray()) {
      if (!isReadable(headers)) {
        return;
      }
      Headers others = new RecordHeaders(headers.toArray());
      others.remove(header.key());
      if (!isReadable(others)) {
        headers.remove(header.key());
      }
    }
  }

  private boolean isReadable(Headers headers) {
    try {
      return !read(headers).isEmpty();
    } catch (Throwable t) {
      Warning.keepInterrupt(t);
      return false; // and it says so when it is asked to read
    }
  }

  private interface Reader {
    Context read(Headers headers) throws Throwable;
  }

  private interface Writer {
    void write(Context context, Headers headers) throws Throwable;
  }
}
