package kamon.instrumentation.kafka.internal.propagation;

import static kamon.instrumentation.kafka.internal.propagation.TextFormats.configured;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import kamon.Kamon;
import kamon.context.Context;
import kamon.context.HttpPropagation;
import kamon.context.Propagation;
import kamon.trace.Identifier;
import kamon.trace.Span;
import kamon.trace.SpanPropagation;
import kamon.trace.Trace$;
import kamon.trace.Trace$SamplingDecision$DoNotSample$;
import kamon.trace.Trace$SamplingDecision$Sample$;
import kamon.trace.Trace$SamplingDecision$Unknown$;
import kamon.trace.Trace.SamplingDecision;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import scala.Option;

/** Text formats and Kamon's own codecs of them understand each other, for any ids of Kamon's. */
@Tag("unit")
class KamonsCodecsTest {
  private static final int TRIES = 2_000;
  private static final SamplingDecision[] DECISIONS = {
    Trace$SamplingDecision$Sample$.MODULE$,
    Trace$SamplingDecision$DoNotSample$.MODULE$,
    Trace$SamplingDecision$Unknown$.MODULE$
  };

  private final Random random = new Random(20261128);

  @AfterEach
  void restore() {
    TextFormats.restore();
  }

  @Test
  void b3_is_the_same_under_both_schemes() {
    for (String scheme : new String[] {"single", "double"}) {
      Format format = configured("b3", scheme);
      SpanPropagation.B3 kamons = new SpanPropagation.B3();
      for (int i = 0; i < TRIES; i++) {
        Span span = span();
        Map<String, String> ours = TextFormats.written(format, Context.of(Span.Key(), span));
        assertThat(ours).isEqualTo(written(kamons, span));
        assertSame(kamons.read(reader(ours), Context.Empty()), span);
        assertSame(format.read(headers(ours)), span);
      }
    }
  }

  /** Their header is B3, and has a parent without a decision where there is none. */
  @Test
  void b3_single_is_the_same_but_for_the_name_and_undecided_traces() {
    for (String scheme : new String[] {"single", "double"}) {
      Format format = configured("b3-single", scheme);
      SpanPropagation.B3Single kamons = new SpanPropagation.B3Single();
      for (int i = 0; i < TRIES; i++) {
        Span span = span();
        String theirs = written(kamons, span).get("B3");
        assertSame(format.read(headers(Map.of("b3", theirs))), span);
        Map<String, String> ours = TextFormats.written(format, Context.of(Span.Key(), span));
        if (span.trace().samplingDecision() == DECISIONS[2]) {
          assertThat(theirs).startsWith(ours.get("b3"));
        } else {
          assertThat(ours).isEqualTo(Map.of("b3", theirs));
          assertSame(kamons.read(reader(Map.of("B3", theirs)), Context.Empty()), span);
        }
      }
    }
  }

  /** They read a trace that is not sampled as undecided, and write an empty tracestate. */
  @Test
  void w3c_is_the_same_but_for_what_the_specification_forbids() {
    Format format = configured("w3c", "double");
    SpanPropagation.W3CTraceContext kamons = new SpanPropagation.W3CTraceContext();
    for (int i = 0; i < TRIES; i++) {
      Span span = span();
      Map<String, String> theirs = written(kamons, span);
      Map<String, String> ours = TextFormats.written(format, Context.of(Span.Key(), span));
      assertThat(theirs.remove("tracestate")).isEmpty();
      assertThat(ours).isEqualTo(theirs);
      Span read = format.read(headers(ours)).get(Span.Key());
      assertThat(read.trace().id()).isEqualTo(span.trace().id());
      assertThat(read.id()).isEqualTo(span.id());
      assertThat(read.id().bytes()).isEqualTo(span.id().bytes());
      Span theirRead = kamons.read(reader(ours), Context.Empty()).get(Span.Key());
      assertThat(theirRead.trace().id()).isEqualTo(span.trace().id());
      assertThat(theirRead.id()).isEqualTo(span.id());
    }
  }

  @Test
  void tracestate_travels_from_kamons_http_to_kafka_and_back() {
    Format format = configured("w3c", "double");
    SpanPropagation.W3CTraceContext kamons = new SpanPropagation.W3CTraceContext();
    Span span = span();
    Map<String, String> http = written(kamons, span);
    http.put("tracestate", "foo=1,bar=2");
    Map<String, String> kafka =
        TextFormats.written(format, kamons.read(reader(http), Context.Empty()));
    assertThat(kafka).containsEntry("tracestate", "foo=1,bar=2");
    Map<String, String> again = new HashMap<>();
    kamons.write(format.read(headers(kafka)), again::put);
    assertThat(again).containsEntry("tracestate", "foo=1,bar=2");
  }

  private Span span() {
    Identifier.Scheme scheme = Kamon.identifierScheme();
    return new Span.Remote(
        scheme.spanIdFactory().generate(),
        random.nextBoolean() ? scheme.spanIdFactory().generate() : Identifier.Empty(),
        Trace$.MODULE$.create(
            scheme.traceIdFactory().generate(), DECISIONS[random.nextInt(DECISIONS.length)]));
  }

  private static void assertSame(Context context, Span span) {
    Span read = context.get(Span.Key());
    assertThat(read.trace().id()).isEqualTo(span.trace().id());
    assertThat(read.trace().id().bytes()).isEqualTo(span.trace().id().bytes());
    assertThat(read.trace().samplingDecision()).isEqualTo(span.trace().samplingDecision());
    assertThat(read.id()).isEqualTo(span.id());
    assertThat(read.id().bytes()).isEqualTo(span.id().bytes());
    assertThat(read.parentId()).isEqualTo(span.parentId());
  }

  private static Map<String, String> written(
      Propagation.EntryWriter<HttpPropagation.HeaderWriter> codec, Span span) {
    Map<String, String> written = new HashMap<>();
    codec.write(Context.of(Span.Key(), span), written::put);
    return written;
  }

  private static Headers headers(Map<String, String> text) {
    Headers headers = new RecordHeaders();
    text.forEach((name, value) -> headers.add(name, TextFormats.bytes(value)));
    return headers;
  }

  private static HttpPropagation.HeaderReader reader(Map<String, String> text) {
    return new HttpPropagation.HeaderReader() {
      @Override
      public Option<String> read(String header) {
        return Option.apply(text.get(header));
      }

      @Override
      public scala.collection.immutable.Map<String, String> readAll() {
        throw new UnsupportedOperationException();
      }
    };
  }
}
