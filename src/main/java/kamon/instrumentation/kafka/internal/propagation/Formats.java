package kamon.instrumentation.kafka.internal.propagation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import kamon.context.Context;
import kamon.instrumentation.kafka.internal.log.Warning;
import kamon.instrumentation.kafka.internal.settings.Propagators;
import kamon.instrumentation.kafka.internal.settings.Settings;
import kamon.trace.Span;
import kamon.trace.Span$Empty$;
import org.apache.kafka.common.header.Headers;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The formats that the settings name. Thread-safe, never throws. */
public final class Formats {
  private static final Logger LOG = LoggerFactory.getLogger("kamon.instrumentation.kafka");
  private static final AtomicBoolean CHANGING = new AtomicBoolean();

  private static volatile Formats current;
  // Until there is a first one, in a field: its warnings are rate-limited only if it is always the
  // same.
  private static volatile Formats meanwhile;

  private final Settings settings;
  private final Format format;

  private Formats(Settings settings, Format format) {
    this.settings = settings;
    this.format = format;
  }

  /** The context that headers carry, in the format of the present settings. */
  public static Context read(Headers headers) {
    return of(Settings.current()).read(headers);
  }

  /** Which formats have disagreed on the span of a context that was read; null for none. */
  public static String conflict(Context incoming) {
    return SeveralFormats.conflict(incoming);
  }

  /** A context that was read, without its span and what belongs to the trace of that. */
  public static Context withoutTrace(Context incoming) {
    return withoutState(incoming.withEntry(Span.Key(), Span$Empty$.MODULE$));
  }

  /** A context that was read, for a span that is in another trace. */
  public static Context withoutState(Context incoming) {
    return W3cFormat.withoutState(incoming);
  }

  /** A context that has the span of another one, with what belongs to the trace of that. */
  public static Context withStateOf(Context owner, Context context) {
    return W3cFormat.withStateOf(owner, context);
  }

  /** The format of these settings. */
  public static Format of(Settings settings) {
    Formats known = current;
    return known != null && known.settings == settings ? known.format : changed(settings, known);
  }

  /**
   * A class of the user's may take its time to be made: one thread waits for it, all others go on
   * with the format from before, or with kctx when there is none.
   */
  private static Format changed(Settings settings, Formats former) {
    boolean first = CHANGING.compareAndSet(false, true);
    if (!first) {
      return former == null ? meanwhile(settings) : former.format;
    }
    try {
      Format format = limited(all(settings), settings);
      current = new Formats(settings, format);
      meanwhile = null;
      return format;
    } finally {
      CHANGING.set(false);
    }
  }

  private static Format meanwhile(Settings settings) {
    Formats known = meanwhile;
    if (known == null || known.settings != settings) {
      known = new Formats(settings, limited(kctx(settings), settings));
      meanwhile = known;
    }
    return known.format;
  }

  private static Format limited(Format format, Settings settings) {
    return new LimitedFormat(format, settings.incoming());
  }

  private static Format all(Settings settings) {
    Map<String, GuardedFormat> made = new HashMap<>();
    List<String> readNames = new ArrayList<>();
    Propagators names = settings.propagators();
    List<GuardedFormat> read = named(names.read(), readNames, settings, made);
    List<GuardedFormat> write = named(names.write(), new ArrayList<>(), settings, made);
    boolean one = read.size() == 1 && read.equals(write);
    return one ? read.get(0) : new SeveralFormats(readNames, read, write);
  }

  private static List<GuardedFormat> named(
      List<String> names, List<String> found, Settings settings, Map<String, GuardedFormat> made) {
    List<GuardedFormat> formats = new ArrayList<>();
    for (String name : names) {
      if (!made.containsKey(name)) {
        made.put(name, named(name, settings, names.size() > 1));
      }
      GuardedFormat format = made.get(name);
      if (format != null) {
        formats.add(format);
        found.add(name);
      }
    }
    if (formats.isEmpty()) {
      formats.add(made.computeIfAbsent(Propagators.KCTX, any -> kctx(settings)));
      found.add(Propagators.KCTX);
    }
    return formats;
  }

  private static GuardedFormat kctx(Settings settings) {
    return new GuardedFormat("Format kctx", new KctxFormat(settings));
  }

  /** Null when it cannot be made, which is logged. */
  private static GuardedFormat named(String name, Settings settings, boolean ofSeveral) {
    try {
      switch (name) {
        case Propagators.KCTX:
          return kctx(settings);
        case "w3c":
          return new GuardedFormat("Format w3c", new W3cFormat(settings.incoming()));
        case "b3":
          return new GuardedFormat("Format b3", new B3Format());
        case "b3-single":
          return new GuardedFormat("Format b3-single", new B3SingleFormat());
        case "http":
          return new GuardedFormat("Format http", new HttpFormat(settings));
        default:
          return new GuardedFormat("Propagator " + name, UserFormat.named(name));
      }
    } catch (Throwable t) { // An Error from a static initialiser must not reach the application.
      Warning.keepInterrupt(t);
      LOG.warn(
          "Setting {}.propagator = \"{}\" cannot be used ({}), {}. Name kctx, w3c, b3, b3-single,"
              + " http, or a class that implements {} and has a public constructor without"
              + " parameters",
          Settings.SECTION,
          name,
          Warning.oneLine(t.getCause() == null ? t : t.getCause()),
          ofSeveral ? "going on without it" : "using the default \"kctx\"",
          UserFormat.INTERFACE);
      return null;
    }
  }
}
