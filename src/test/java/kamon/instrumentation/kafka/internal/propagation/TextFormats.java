package kamon.instrumentation.kafka.internal.propagation;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import kamon.Kamon;
import kamon.context.Context;
import kamon.instrumentation.kafka.internal.settings.Settings;
import kamon.trace.Identifier;
import kamon.trace.Span;
import kamon.trace.Trace$;
import kamon.trace.Trace.SamplingDecision;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/** Formats of text headers, for tests: the one that the settings name, and headers as text. */
final class TextFormats {
  private static final Config CONFIG = ConfigFactory.load();

  private TextFormats() {}

  /** With Kamon's scheme of 64 bits (single) or 128 (double) for traces. */
  static Format configured(String propagator, String scheme, String... more) {
    Kamon.reconfigure(
        ConfigFactory.parseString(
                "kamon.instrumentation.kafka.client.tracing.propagator = "
                    + propagator
                    + "\nkamon.trace.identifier-scheme = "
                    + scheme
                    + "\n"
                    + String.join("\n", more))
            .withFallback(CONFIG)
            .resolve());
    return Formats.of(Settings.current());
  }

  static void restore() {
    Kamon.reconfigure(CONFIG);
  }

  /** Key, value, key, value. */
  static Headers headers(String... pairs) {
    Headers headers = new RecordHeaders();
    for (int i = 0; i < pairs.length; i += 2) {
      headers.add(pairs[i], bytes(pairs[i + 1]));
    }
    return headers;
  }

  static byte[] bytes(String text) {
    return text == null ? null : text.getBytes(StandardCharsets.UTF_8);
  }

  /** The headers as text, in their order; fails when a name is there twice. */
  static Map<String, String> text(Headers headers) {
    Map<String, String> text = new LinkedHashMap<>();
    for (Header header : headers) {
      String former =
          text.put(header.key(), new String(header.value(), StandardCharsets.ISO_8859_1));
      if (former != null) {
        throw new AssertionError(header.key() + " is there twice");
      }
    }
    return text;
  }

  static Span span(String trace, String id, String parent, SamplingDecision decision) {
    Identifier.Scheme scheme = Kamon.identifierScheme();
    return new Span.Remote(
        scheme.spanIdFactory().from(id),
        parent.isEmpty() ? Identifier.Empty() : scheme.spanIdFactory().from(parent),
        Trace$.MODULE$.create(scheme.traceIdFactory().from(trace), decision));
  }

  static Map<String, String> written(Format format, Context context) {
    Headers headers = new RecordHeaders();
    format.write(context, context.get(Span.Key()), headers);
    return text(headers);
  }
}
