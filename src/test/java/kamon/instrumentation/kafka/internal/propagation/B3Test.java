package kamon.instrumentation.kafka.internal.propagation;

import static kamon.instrumentation.kafka.internal.propagation.TextFormats.configured;
import static kamon.instrumentation.kafka.internal.propagation.TextFormats.headers;
import static kamon.instrumentation.kafka.internal.propagation.TextFormats.span;
import static kamon.instrumentation.kafka.internal.propagation.TextFormats.written;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import kamon.context.Context;
import kamon.instrumentation.kafka.Logs;
import kamon.trace.Span;
import kamon.trace.Trace$SamplingDecision$DoNotSample$;
import kamon.trace.Trace$SamplingDecision$Sample$;
import kamon.trace.Trace$SamplingDecision$Unknown$;
import kamon.trace.Trace.SamplingDecision;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The text of the B3 specification, with five headers and with one. */
@Tag("unit")
class B3Test {
  private static final String TRACE = "80f198ee56343ba864fe8b2a57d3eff7";
  private static final String SHORT = "64fe8b2a57d3eff7";
  private static final String SPAN = "e457b5a2e4d86bd1";
  private static final String PARENT = "05e3ac9a4f6e3b90";
  private static final SamplingDecision SAMPLE = Trace$SamplingDecision$Sample$.MODULE$;
  private static final SamplingDecision DENY = Trace$SamplingDecision$DoNotSample$.MODULE$;
  private static final SamplingDecision UNKNOWN = Trace$SamplingDecision$Unknown$.MODULE$;

  @AfterEach
  void restore() {
    TextFormats.restore();
  }

  @ParameterizedTest
  @ValueSource(strings = {"single", "double"})
  void five_headers_are_read_and_written_again(String scheme) {
    Format format = configured("b3", scheme);
    for (String trace : new String[] {TRACE, SHORT}) {
      assertTrip(format, SAMPLE, b3(trace, PARENT, "1", null));
      assertTrip(format, DENY, b3(trace, PARENT, "0", null));
      assertTrip(format, UNKNOWN, b3(trace, PARENT, null, null));
      assertTrip(format, SAMPLE, b3(trace, null, "1", null));
      assertTrip(format, SAMPLE, b3(trace, PARENT, null, "1"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"single", "double"})
  void one_header_is_read_and_written_again(String scheme) {
    Format format = configured("b3-single", scheme);
    for (String trace : new String[] {TRACE, SHORT}) {
      String ids = trace + "-" + SPAN;
      assertTrip(format, SAMPLE, Map.of("b3", ids + "-1-" + PARENT));
      assertTrip(format, DENY, Map.of("b3", ids + "-0-" + PARENT));
      assertTrip(format, SAMPLE, Map.of("b3", ids + "-d-" + PARENT));
      assertTrip(format, SAMPLE, Map.of("b3", ids + "-d"));
      assertTrip(format, SAMPLE, Map.of("b3", ids + "-1"));
      assertTrip(format, DENY, Map.of("b3", ids + "-0"));
      assertTrip(format, UNKNOWN, Map.of("b3", ids));
    }
  }

  private static void assertTrip(
      Format format, SamplingDecision decision, Map<String, String> text) {
    Headers headers = new RecordHeaders();
    text.forEach((name, value) -> headers.add(name, TextFormats.bytes(value)));
    Context context = format.read(headers);
    Span span = context.get(Span.Key());
    assertThat(span.id().string()).as("%s", text).isEqualTo(SPAN);
    assertThat(span.trace().id().string()).endsWith(SHORT);
    assertThat(span.trace().samplingDecision()).isEqualTo(decision);
    assertThat(written(format, context)).isEqualTo(text);
  }

  @Test
  void old_words_and_blanks_are_understood() {
    Format five = configured("b3", "double");
    for (String yes : new String[] {"1", "true", " 1\t"}) {
      Headers headers =
          headers("X-B3-TraceId", " " + TRACE, "X-B3-SpanId", SPAN + "\t", "X-B3-Sampled", yes);
      assertThat(five.read(headers).get(Span.Key()).trace().samplingDecision()).isEqualTo(SAMPLE);
    }
    Headers headers = headers("X-B3-TraceId", TRACE, "X-B3-SpanId", SPAN, "X-B3-Sampled", "false");
    assertThat(five.read(headers).get(Span.Key()).trace().samplingDecision()).isEqualTo(DENY);
    Format one = configured("b3-single", "double");
    assertThat(
            one.read(headers("b3", " " + TRACE + "-" + SPAN + " ")).get(Span.Key()).id().string())
        .isEqualTo(SPAN);
  }

  @Test
  void parent_without_a_decision_as_kamon_writes_it_is_read_and_never_written() {
    Format format = configured("b3-single", "double");
    Context context = format.read(headers("b3", TRACE + "-" + SPAN + "-" + PARENT));
    Span span = context.get(Span.Key());
    assertThat(span.parentId().string()).isEqualTo(PARENT);
    assertThat(span.trace().samplingDecision()).isEqualTo(UNKNOWN);
    assertThat(written(format, context)).isEqualTo(Map.of("b3", TRACE + "-" + SPAN));
  }

  @Test
  void decision_not_to_sample_holds_without_a_trace() {
    for (Format format :
        new Format[] {configured("b3", "double"), configured("b3-single", "double")}) {
      Headers deny = headers("X-B3-Sampled", "0", "b3", "0");
      Span span = format.read(deny).get(Span.Key());
      assertThat(span.trace().samplingDecision()).isEqualTo(DENY);
      assertThat(span.trace().id().string()).hasSize(32);
      Headers accept = headers("X-B3-Sampled", "1", "X-B3-Flags", "1", "b3", "d");
      assertThat(format.read(accept)).isSameAs(Context.Empty());
    }
  }

  @Test
  void wish_to_debug_goes_on_with_its_trace_and_no_other() {
    Format format = configured("b3-single", "double");
    Context context = format.read(headers("b3", TRACE + "-" + SPAN + "-d"));
    Context child = context.withEntry(Span.Key(), span(TRACE, PARENT, SPAN, SAMPLE));
    assertThat(written(format, child)).isEqualTo(Map.of("b3", TRACE + "-" + PARENT + "-d-" + SPAN));
    Context other =
        context.withEntry(Span.Key(), span(TRACE.replace('8', '9'), PARENT, "", SAMPLE));
    assertThat(written(format, other))
        .isEqualTo(Map.of("b3", TRACE.replace('8', '9') + "-" + PARENT + "-1"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "x",
        "-",
        "--",
        "80f198ee56343ba864fe8b2a57d3eff7",
        "80f198ee56343ba864fe8b2a57d3eff7-",
        "80f198ee56343ba864fe8b2a57d3eff7-e457b5a2e4d86bd",
        "80f198ee56343ba864fe8b2a57d3eff7-e457b5a2e4d86bd1-",
        "80f198ee56343ba864fe8b2a57d3eff7-e457b5a2e4d86bd1-2",
        "80f198ee56343ba864fe8b2a57d3eff7-e457b5a2e4d86bd1-1-",
        "80f198ee56343ba864fe8b2a57d3eff7-e457b5a2e4d86bd1-1-05e3",
        "80f198ee56343ba864fe8b2a57d3eff7-e457b5a2e4d86bd1-1-05e3ac9a4f6e3b90-",
        "80f198ee56343ba864fe8b2a57d3eff7-e457b5a2e4d86bd1-true",
        "80F198EE56343BA864FE8B2A57D3EFF7-E457B5A2E4D86BD1-1",
        "00000000000000000000000000000000-e457b5a2e4d86bd1-1",
        "80f198ee56343ba864fe8b2a57d3eff7-0000000000000000-1",
        "80f198ee56343ba864fe8b2a57d3ef-e457b5a2e4d86bd1-1",
      })
  void what_is_no_b3_is_no_context_and_one_line(String value) {
    Format format = configured("b3-single", "double");
    try (Logs logs = new Logs()) {
      for (int i = 0; i < 100; i++) {
        assertThat(format.read(headers("b3", value))).isSameAs(Context.Empty());
      }
      assertThat(logs.warnings()).hasSize(1);
      assertThat(logs.warnings().get(0))
          .startsWith(
              "A record's header \"b3\" counts as no incoming context: it is not as B3 says; value"
                  + " \"");
    }
  }

  @Test
  void five_headers_that_are_no_b3_are_no_context_and_one_line() {
    Format format = configured("b3", "double");
    try (Logs logs = new Logs()) {
      assertThat(format.read(headers("X-B3-TraceId", TRACE))).isSameAs(Context.Empty());
      assertThat(format.read(headers("X-B3-SpanId", SPAN))).isSameAs(Context.Empty());
      assertThat(format.read(headers("X-B3-TraceId", TRACE.toUpperCase(), "X-B3-SpanId", SPAN)))
          .isSameAs(Context.Empty());
      assertThat(format.read(headers("x-b3-traceid", TRACE, "x-b3-spanid", SPAN)))
          .isSameAs(Context.Empty());
      assertThat(logs.warnings())
          .containsExactly(
              "A record's header \"X-B3-TraceId\" counts as no incoming context: with X-B3-SpanId"
                  + " it is not as B3 says; value \""
                  + TRACE.substring(0, 16)
                  + "\u2026\"");
    }
  }

  @Test
  void headers_that_mirror_maker_has_made_base64_of_are_read() {
    Format five = configured("b3", "single");
    Format one = configured("b3-single", "single");
    for (String trace : new String[] {TRACE, SHORT}) {
      for (int mirrors = 1; mirrors <= 2; mirrors++) {
        Map<String, String> text = b3(trace, PARENT, "0", null);
        Headers headers = new RecordHeaders();
        for (Map.Entry<String, String> header : text.entrySet()) {
          headers.add(header.getKey(), mirrored(header.getValue(), mirrors));
        }
        assertThat(written(five, five.read(headers))).isEqualTo(text);
        String single = trace + "-" + SPAN + "-1-" + PARENT;
        headers.add("b3", mirrored(single, mirrors));
        assertThat(written(one, one.read(headers))).isEqualTo(Map.of("b3", single));
      }
    }
  }

  @Test
  void inherited_headers_are_replaced_and_never_left() {
    Format format = configured("b3", "double");
    Headers headers = new RecordHeaders();
    b3(SHORT, PARENT, "0", "1").forEach((k, v) -> headers.add(k, TextFormats.bytes(v)));
    headers.add("a", TextFormats.bytes("1"));
    format.write(Context.Empty(), span(TRACE, SPAN, "", SAMPLE), headers);
    Map<String, String> expected = b3(TRACE, null, "1", null);
    expected.put("a", "1");
    assertThat(TextFormats.text(headers)).isEqualTo(expected);
    assertThat(format.isIn(headers)).isTrue();
    format.remove(headers);
    assertThat(TextFormats.text(headers)).isEqualTo(Map.of("a", "1"));
    assertThat(format.isIn(headers)).isFalse();
  }

  private static byte[] mirrored(String text, int mirrors) {
    byte[] value = text.getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < mirrors; i++) {
      value = Base64.getEncoder().encode(value);
    }
    return value;
  }

  private static Map<String, String> b3(String trace, String parent, String sampled, String flags) {
    Map<String, String> headers = new HashMap<>();
    headers.put("X-B3-TraceId", trace);
    headers.put("X-B3-SpanId", SPAN);
    headers.put("X-B3-ParentSpanId", parent);
    headers.put("X-B3-Sampled", sampled);
    headers.put("X-B3-Flags", flags);
    headers.values().removeIf(java.util.Objects::isNull);
    return headers;
  }
}
