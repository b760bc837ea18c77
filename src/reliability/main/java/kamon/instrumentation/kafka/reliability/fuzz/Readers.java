package kamon.instrumentation.kafka.reliability.fuzz;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import kamon.Kamon;
import kamon.instrumentation.kafka.internal.propagation.Format;
import kamon.instrumentation.kafka.internal.propagation.Formats;
import kamon.instrumentation.kafka.internal.settings.Settings;

/** The formats, each with settings of its own; all in one for the public entry points. */
enum Readers {
  KCTX("kctx", true),
  W3C("w3c", true),
  B3("b3", true),
  B3_SINGLE("b3-single", true),
  HTTP("http", false),
  HTTP_UBER("http", "uber"),
  HTTP_B3_SINGLE("http", "b3-single"),
  HTTP_W3C("http", "w3c"),
  HTTP_DATADOG("http", "datadog"),
  /** The last one stays Kamon's configuration. */
  ALL("[kctx, w3c, b3, b3-single, http]", false);

  private static final String SECTION = "kamon.instrumentation.kafka.client.tracing.";

  private static final List<Readers> IN_ORDER = List.of(values());
  private static final Map<Readers, Format> FORMATS = new EnumMap<>(Readers.class);

  private final String settings;
  private final boolean exact;

  Readers(String propagator, boolean exact) {
    settings = SECTION + "propagator = " + propagator;
    this.exact = exact;
  }

  /** One of Kamon's HTTP channels, with that codec. */
  Readers(String propagator, String codec) {
    settings =
        SECTION
            + "propagator = "
            + propagator
            + "\nkamon.propagation.http.default.entries { incoming.span = "
            + codec
            + ", outgoing.span = "
            + codec
            + " }";
    exact = false;
  }

  /** The one that a number stands for in the inputs that are kept. */
  static Readers of(WireInput input) {
    return IN_ORDER.get(input.reader(IN_ORDER.size()));
  }

  int number() {
    return IN_ORDER.indexOf(this);
  }

  static void configure() {
    Config base = ConfigFactory.load();
    for (Readers reader : values()) {
      Kamon.reconfigure(ConfigFactory.parseString(reader.settings).withFallback(base).resolve());
      FORMATS.put(reader, Formats.of(Settings.current()));
    }
  }

  Format format() {
    return FORMATS.get(this);
  }

  /** Whether all that is read is written: Kamon's HTTP channels have text of their own for it. */
  boolean isExact() {
    return exact;
  }
}
