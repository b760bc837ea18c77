package kamon.instrumentation.kafka.internal.propagation;

import static kamon.instrumentation.kafka.internal.propagation.TextFormats.configured;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Comparator;
import kamon.Kamon;
import kamon.context.Context;
import kamon.trace.Identifier;
import kamon.trace.Span;
import kamon.trace.Trace$;
import kamon.trace.Trace$SamplingDecision$DoNotSample$;
import kamon.trace.Trace$SamplingDecision$Sample$;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.storage.SimpleHeaderConverter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Text formats through the default header converter of Connect: sinks, sources, and mirrors. */
@Tag("unit")
class ConnectHeadersTest {
  private static final int TRIES = 3_000;

  private static final Comparator<Header> BY_VALUE =
      (one, other) -> Arrays.compare(one.value(), other.value());

  private final SimpleHeaderConverter converter = new SimpleHeaderConverter();

  @AfterEach
  void restore() {
    TextFormats.restore();
  }

  @Test
  void contexts_come_through_a_mirror_and_another() throws Exception {
    for (String propagator : new String[] {"kctx", "w3c", "b3", "b3-single", "http"}) {
      for (String scheme : new String[] {"single", "double"}) {
        Format format = configured(propagator, scheme);
        for (int i = 0; i < TRIES / 10; i++) {
          Context context = context(i);
          Headers headers = written(format, context);
          Headers once = mirrored(headers);
          assertSame(format.read(once), context);
          assertSame(format.read(mirrored(once)), context);
          assertSame(format.read(sunk(once)), context);
        }
      }
    }
  }

  @Test
  void contexts_as_text_come_through_a_sink_and_a_source() throws Exception {
    int numbers = 0;
    for (String propagator : new String[] {"w3c", "b3", "b3-single", "http"}) {
      for (String scheme : new String[] {"single", "double"}) {
        Format format = configured(propagator, scheme);
        for (int i = 0; i < TRIES; i++) {
          Context context = context(i);
          Headers headers = written(format, context);
          Headers sunk = sunk(headers);
          Span read = format.read(sunk).get(Span.Key());
          Span sent = context.get(Span.Key());
          if (!read.id().equals(sent.id()) || !read.trace().id().equals(sent.trace().id())) {
            // An id in a header of its own that looks like a number is one to Connect: 12e3 has
            // become 12000, and 34430845082026e2 even another id.
            assertThat(propagator).isIn("b3", "http");
            assertThat(Arrays.equals(headers.toArray(), sunk.toArray(), BY_VALUE)).isFalse();
            numbers++;
          } else {
            assertSame(format.read(sunk), context);
          }
        }
      }
    }
    assertThat(numbers).isLessThan(TRIES / 100);
    System.out.println("Ids that Connect took for numbers: " + numbers + " of " + 4 * TRIES);
  }

  private static Headers written(Format format, Context context) {
    Headers headers = new RecordHeaders();
    format.write(context, context.get(Span.Key()), headers);
    assertThat(headers.toArray()).isNotEmpty();
    return headers;
  }

  /** As MirrorSourceTask hands them over, bytes, and the worker's converter writes them. */
  private Headers mirrored(Headers headers) throws Exception {
    Headers written = new RecordHeaders();
    for (Header header : headers) {
      written.add(
          header.key(),
          converter.fromConnectHeader("t", header.key(), Schema.BYTES_SCHEMA, header.value()));
    }
    return written;
  }

  /** As a sink gets them, and a source writes them that hands on what it got. */
  private Headers sunk(Headers headers) throws Exception {
    Headers written = new RecordHeaders();
    for (Header header : headers) {
      SchemaAndValue value = converter.toConnectHeader("t", header.key(), header.value());
      written.add(
          header.key(),
          converter.fromConnectHeader("t", header.key(), value.schema(), value.value()));
    }
    return written;
  }

  private static Context context(int i) {
    Identifier.Scheme scheme = Kamon.identifierScheme();
    Span span =
        new Span.Remote(
            scheme.spanIdFactory().generate(),
            i % 3 == 0 ? Identifier.Empty() : scheme.spanIdFactory().generate(),
            Trace$.MODULE$.create(
                scheme.traceIdFactory().generate(),
                i % 2 == 0
                    ? Trace$SamplingDecision$Sample$.MODULE$
                    : Trace$SamplingDecision$DoNotSample$.MODULE$));
    return Context.of(Span.Key(), span);
  }

  private static void assertSame(Context context, Context sent) {
    Span read = context.get(Span.Key());
    Span span = sent.get(Span.Key());
    assertThat(read.trace().id()).isEqualTo(span.trace().id());
    assertThat(read.id()).isEqualTo(span.id());
    assertThat(read.trace().samplingDecision()).isEqualTo(span.trace().samplingDecision());
  }
}
