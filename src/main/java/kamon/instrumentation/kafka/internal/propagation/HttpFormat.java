package kamon.instrumentation.kafka.internal.propagation;

import com.typesafe.config.Config;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import kamon.Kamon;
import kamon.context.Context;
import kamon.context.HttpPropagation;
import kamon.context.HttpPropagation$;
import kamon.context.Propagation;
import kamon.instrumentation.kafka.internal.settings.Settings;
import kamon.trace.Identifier;
import kamon.trace.Span;
import kamon.trace.Span$Empty$;
import kamon.trace.Trace$;
import kamon.trace.Trace$SamplingDecision$Sample$;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/** Whatever one of Kamon's HTTP channels reads and writes: kamon.propagation.http. */
final class HttpFormat implements UnguardedFormat {
  private final Propagation<HttpPropagation.HeaderReader, HttpPropagation.HeaderWriter> channel;
  private final HttpHeaderLimits limits;
  // Headers that the channel has written, once at least: so many as it has.
  private final Set<String> names = ConcurrentHashMap.newKeySet();

  HttpFormat(Settings settings) {
    Config config = settings.config();
    // Of this very configuration: Kamon's own channels follow a reconfigure later than we do.
    Config section = config.getConfig("kamon.propagation.http." + settings.httpChannel());
    channel =
        HttpPropagation$.MODULE$.from(section, config.getString("kamon.trace.identifier-scheme"));
    limits = new HttpHeaderLimits(section, settings.incoming());
    names.addAll(limits.names());
    learn();
  }

  /** Finds out which headers a span has. */
  private void learn() {
    Identifier.Scheme scheme = Kamon.identifierScheme();
    Span span =
        new Span.Remote(
            scheme.spanIdFactory().generate(),
            scheme.spanIdFactory().generate(),
            Trace$.MODULE$.create(
                scheme.traceIdFactory().generate(), Trace$SamplingDecision$Sample$.MODULE$));
    write(Context.Empty(), span, new RecordHeaders());
  }

  @Override
  public Context read(Headers headers) {
    Context context = channel.read(new HttpHeaders(headers, limits));
    Span span = context.get(Span.Key());
    if (!span.isEmpty() && !limits.idsFit(span)) {
      context = context.withEntry(Span.Key(), Span$Empty$.MODULE$);
    }
    return context.isEmpty() ? Context.Empty() : context;
  }

  @Override
  public boolean isIn(Headers headers) {
    for (String name : names) {
      if (headers.lastHeader(name) != null) {
        return true;
      }
    }
    return false;
  }

  @Override
  public int write(Context context, Span span, Headers headers) {
    remove(headers);
    HttpHeadersWriter writer = new HttpHeadersWriter(headers, names);
    channel.write(span.isEmpty() ? context : context.withEntry(Span.Key(), span), writer);
    return writer.bytes();
  }

  @Override
  public boolean writesChildren() {
    return false; // A channel may have entries of the user's.
  }

  @Override
  public void remove(Headers headers) {
    for (String name : names) {
      if (headers.lastHeader(name) != null) {
        headers.remove(name);
      }
    }
  }
}
