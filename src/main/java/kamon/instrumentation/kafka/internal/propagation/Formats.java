package kamon.instrumentation.kafka.internal.propagation;

import java.util.concurrent.atomic.AtomicBoolean;
import kamon.context.Context;
import kamon.instrumentation.kafka.internal.settings.Settings;
import org.apache.kafka.common.header.Headers;

/** The format that the settings name. Thread-safe, never throws. */
public final class Formats {
  private static final String KCTX = "kctx";
  private static final AtomicBoolean CHANGING = new AtomicBoolean();

  private static volatile Formats current;

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
      return former == null ? limited(new KctxFormat(settings), settings) : former.format;
    }
    try {
      Format format = limited(named(settings), settings);
      current = new Formats(settings, format);
      return format;
    } finally {
      CHANGING.set(false);
    }
  }

  private static Format limited(Format format, Settings settings) {
    return new LimitedFormat(format, settings.incoming());
  }

  private static Format named(Settings settings) {
    String name = settings.propagator();
    Format users = name.equals(KCTX) ? null : UserFormat.named(name);
    return users == null ? new KctxFormat(settings) : users;
  }
}
