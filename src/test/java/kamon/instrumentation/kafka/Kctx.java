package kamon.instrumentation.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import kamon.Kamon;
import kamon.context.BinaryPropagation$ByteStreamReader$;
import kamon.context.BinaryPropagation$ByteStreamWriter$;
import kamon.context.Context;
import kamon.instrumentation.kafka.testbed.ReportedSpan;
import kamon.tag.Lookups;
import kamon.trace.Identifier;
import kamon.trace.Span;
import kamon.trace.Trace;
import kamon.trace.Trace$;
import kamon.trace.Trace$SamplingDecision$Sample$;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/** The kctx header as Kamon itself writes and reads it. */
public final class Kctx {
  private Kctx() {}

  /** What Kamon's binary propagation writes. */
  public static byte[] write(Context context) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    Kamon.defaultBinaryPropagation()
        .write(context, BinaryPropagation$ByteStreamWriter$.MODULE$.of(bytes));
    return bytes.toByteArray();
  }

  public static Context read(byte[] kctx) {
    return Kamon.defaultBinaryPropagation()
        .read(BinaryPropagation$ByteStreamReader$.MODULE$.of(kctx));
  }

  /** The one kctx header that a record must have. */
  static byte[] of(ConsumerRecord<?, ?> record) {
    List<byte[]> values = all(record.headers());
    assertThat(values).hasSize(1);
    return values.get(0);
  }

  public static List<byte[]> all(Headers headers) {
    List<byte[]> values = new ArrayList<>();
    for (Header header : headers.headers("kctx")) {
      values.add(header.value());
    }
    return values;
  }

  /** A context as a sender may have it: a sampled span 00...aa and a tag. */
  static Context incoming(String tag, String value) {
    Identifier trace = Kamon.identifierScheme().traceIdFactory().from("00000000000000bb");
    Identifier span = Kamon.identifierScheme().spanIdFactory().from("00000000000000aa");
    return Context.of(
            Span.Key(),
            (Span)
                new Span.Remote(
                    span,
                    Identifier.Empty(),
                    Trace$.MODULE$.create(trace, Trace$SamplingDecision$Sample$.MODULE$)))
        .withTag(tag, value);
  }

  /** A context with a sampled span that has the ids of a reported one. */
  static Context withSpan(Context context, ReportedSpan span) {
    Trace trace =
        Trace$.MODULE$.create(
            Kamon.identifierScheme().traceIdFactory().from(span.traceId()),
            Trace$SamplingDecision$Sample$.MODULE$);
    return context.withEntry(
        Span.Key(),
        new Span.Remote(
            Kamon.identifierScheme().spanIdFactory().from(span.spanId()),
            Kamon.identifierScheme().spanIdFactory().from(span.parentId()),
            trace));
  }

  public static String tag(Context context, String name) {
    return context.getTag(Lookups.plain(name));
  }
}
