package kamon.instrumentation.kafka.internal.propagation;

import static kamon.instrumentation.kafka.internal.propagation.TextFormats.configured;
import static kamon.instrumentation.kafka.internal.propagation.TextFormats.headers;
import static kamon.instrumentation.kafka.internal.propagation.TextFormats.span;
import static kamon.instrumentation.kafka.internal.propagation.TextFormats.written;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import kamon.context.Context;
import kamon.instrumentation.kafka.Logs;
import kamon.trace.Span;
import kamon.trace.Trace$SamplingDecision$DoNotSample$;
import kamon.trace.Trace$SamplingDecision$Sample$;
import kamon.trace.Trace$SamplingDecision$Unknown$;
import org.apache.kafka.common.header.Headers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The test vectors of W3C Trace Context (test/test.py of the specification, strict), and what its
 * text says beyond them.
 */
@Tag("unit")
class TraceContextTest {
  private static final String TRACE = "12345678901234567890123456789012";
  private static final String SPAN = "1234567890123456";
  private static final String PARENT = "00-" + TRACE + "-" + SPAN + "-01";

  @AfterEach
  void restore() {
    TextFormats.restore();
  }

  @ParameterizedTest
  @ValueSource(strings = {"single", "double"})
  void valid_traceparent_is_read_with_all_bits_under_both_schemes(String scheme) {
    Format format = configured("w3c", scheme);
    for (String value :
        new String[] {
          PARENT,
          "cc-" + TRACE + "-" + SPAN + "-01",
          "cc-" + TRACE + "-" + SPAN + "-01-what-the-future-will-be-like",
          " " + PARENT,
          "\t" + PARENT,
          PARENT + " ",
          PARENT + "\t",
          "\t " + PARENT + " \t",
          "00-" + TRACE + "-" + SPAN + "-03",
          "00-" + TRACE + "-" + SPAN + "-ff",
        }) {
      Context context = format.read(headers("traceparent", value));
      Span span = context.get(Span.Key());
      assertThat(span.isRemote()).as(value).isTrue();
      assertThat(span.trace().id().string()).isEqualTo(TRACE);
      assertThat(span.trace().id().bytes()).hasSize(16);
      assertThat(span.id().string()).isEqualTo(SPAN);
      assertThat(span.id().bytes()).hasSize(8);
      assertThat(span.parentId().isEmpty()).isTrue();
      assertThat(span.trace().samplingDecision()).isEqualTo(Trace$SamplingDecision$Sample$.MODULE$);
      assertThat(context.tags().isEmpty()).isTrue();
      assertThat(written(format, context))
          .isEqualTo(Map.of("traceparent", "00-" + TRACE + "-" + SPAN + "-01"));
    }
    for (String flags : new String[] {"00", "02", "fe"}) {
      assertThat(read(format, "00-" + TRACE + "-" + SPAN + "-" + flags).trace().samplingDecision())
          .as(flags)
          .isEqualTo(Trace$SamplingDecision$DoNotSample$.MODULE$);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "00-12345678901234567890123456789012-1234567890123456-01.",
        "00-12345678901234567890123456789012-1234567890123456-01-what-the-future-will-be-like",
        "cc-12345678901234567890123456789012-1234567890123456-01.what-the-future-will-be-like",
        "ff-12345678901234567890123456789012-1234567890123456-01",
        ".0-12345678901234567890123456789012-1234567890123456-01",
        "0.-12345678901234567890123456789012-1234567890123456-01",
        "000-12345678901234567890123456789012-1234567890123456-01",
        "0000-12345678901234567890123456789012-1234567890123456-01",
        "0-12345678901234567890123456789012-1234567890123456-01",
        "00-00000000000000000000000000000000-1234567890123456-01",
        "00-.2345678901234567890123456789012-1234567890123456-01",
        "00-1234567890123456789012345678901.-1234567890123456-01",
        "00-123456789012345678901234567890123-1234567890123456-01",
        "00-1234567890123456789012345678901-1234567890123456-01",
        "00-12345678901234567890123456789012-0000000000000000-01",
        "00-12345678901234567890123456789012-.234567890123456-01",
        "00-12345678901234567890123456789012-123456789012345.-01",
        "00-12345678901234567890123456789012-12345678901234567-01",
        "00-12345678901234567890123456789012-123456789012345-01",
        "00-12345678901234567890123456789012-1234567890123456-.0",
        "00-12345678901234567890123456789012-1234567890123456-0.",
        "00-12345678901234567890123456789012-1234567890123456-001",
        "00-12345678901234567890123456789012-1234567890123456-1",
        "00-1234567890123456789012345678901A-1234567890123456-01",
        "00_12345678901234567890123456789012_1234567890123456_01",
        " ",
        "-",
      })
  void invalid_traceparent_is_no_context_and_one_line(String value) {
    Format format = configured("w3c", "double");
    try (Logs logs = new Logs()) {
      for (int i = 0; i < 100; i++) {
        assertThat(format.read(headers("traceparent", value, "tracestate", "foo=1")))
            .isSameAs(Context.Empty());
      }
      String shown = value.length() > 16 ? value.substring(0, 16) + "\u2026" : value;
      assertThat(logs.warnings())
          .containsExactly(
              "A record's header \"traceparent\" counts as no incoming context: it is not as W3C"
                  + " Trace Context says; value \""
                  + shown
                  + "\"");
    }
  }

  @Test
  void huge_tracestate_costs_the_state_and_not_the_trace() {
    Format format = configured("w3c", "double", "a.test = " + System.nanoTime());
    String huge = "a=" + "x".repeat(4096);
    for (String[] states : new String[][] {{huge}, {"b=1", huge}, {huge, "b=1"}}) {
      Headers headers = headers("traceparent", PARENT);
      for (String state : states) {
        headers.add("tracestate", TextFormats.bytes(state));
      }
      try (Logs logs = new Logs()) {
        assertThat(written(format, format.read(headers))).isEqualTo(Map.of("traceparent", PARENT));
        assertThat(logs.warnings())
            .allMatch(
                line ->
                    line.endsWith(
                        "\"tracestate\" counts as no incoming context: it is larger than 2048 bytes"));
      }
    }
  }

  @Test
  void null_empty_and_huge_traceparent_are_no_context_and_said() {
    for (String value : new String[] {null, "", PARENT + "-" + "a".repeat(4096)}) {
      Format format = configured("w3c", "single", "a.test = " + System.nanoTime());
      try (Logs logs = new Logs()) {
        assertThat(format.read(headers("traceparent", value))).isSameAs(Context.Empty());
        assertThat(logs.warnings()).hasSize(1);
        assertThat(logs.warnings().get(0))
            .startsWith("A record's header \"traceparent\" counts as no incoming context: it is ");
      }
    }
  }

  @Test
  void last_traceparent_counts_and_names_are_case_sensitive() {
    Format format = configured("w3c", "double");
    String other = PARENT.replace('9', 'a');
    assertThat(
            format
                .read(headers("traceparent", other, "traceparent", PARENT))
                .get(Span.Key())
                .trace()
                .id()
                .string())
        .isEqualTo(TRACE);
    for (String name : new String[] {"trace-parent", "trace.parent", "TraceParent"}) {
      assertThat(format.read(headers(name, PARENT))).isSameAs(Context.Empty());
      assertThat(format.isIn(headers(name, PARENT))).isFalse();
    }
  }

  @Test
  void short_trace_of_the_scheme_of_64_bits_is_padded_and_restored() {
    Format format = configured("w3c", "single");
    Context context =
        Context.of(
            Span.Key(),
            span("abcdef0123456789", SPAN, "", Trace$SamplingDecision$DoNotSample$.MODULE$));
    String padded = "00-0000000000000000abcdef0123456789-" + SPAN + "-00";
    assertThat(written(format, context)).isEqualTo(Map.of("traceparent", padded));
    Span read = read(format, padded);
    assertThat(read.trace().id()).isEqualTo(context.get(Span.Key()).trace().id());
    assertThat(read.trace().id().bytes()).isEqualTo(context.get(Span.Key()).trace().id().bytes());
  }

  @Test
  void undecided_trace_is_written_as_not_sampled() {
    Format format = configured("w3c", "double");
    Context context =
        Context.of(Span.Key(), span(TRACE, SPAN, "", Trace$SamplingDecision$Unknown$.MODULE$));
    assertThat(written(format, context))
        .isEqualTo(Map.of("traceparent", "00-" + TRACE + "-" + SPAN + "-00"));
  }

  @Test
  void valid_tracestate_is_passed_on() {
    String key = "abcdefghijklmnopqrstuvwxyz0123456789_-*/";
    String value =
        IntStream.rangeClosed(0x20, 0x7e)
            .filter(c -> c != ',' && c != '=')
            .mapToObj(Character::toString)
            .collect(Collectors.joining());
    assertState("foo=1,bar=2", "foo=1,bar=2");
    assertState("foo=1", "foo=1", "");
    assertState("foo=1", "", "foo=1");
    assertState("foo=1,bar=2,rojo=1,congo=2,baz=3", "foo=1,bar=2", "rojo=1,congo=2", "baz=3");
    assertState(key + "=" + value, key + "=" + value);
    assertState(key + "@a-z0-9_-*/=" + value, key + "@a-z0-9_-*/=" + value);
    assertState("foo=1,bar=2,baz=3", "foo=1 \t , \t bar=2, \t baz=3");
    assertState("foo=1,bar=2,baz=3", "foo=1\t \t,\t \tbar=2,\t \tbaz=3");
    assertState("foo=1", "\t foo=1 \t");
    assertState("foo=1,bar=2", ",foo=1,,bar=2,");
    assertState(members(1, 32), members(1, 10), members(11, 20), members(21, 30), members(31, 32));
    assertState("foo=1," + "z".repeat(256) + "=1", "foo=1", "z".repeat(256) + "=1");
    String tenant = "t".repeat(241) + "@" + "v".repeat(14) + "=1";
    assertState("foo=1," + tenant, "foo=1", tenant);
  }

  @Test
  void wrong_tracestate_is_left_out_as_a_whole_and_the_trace_kept() {
    assertState("", "");
    assertState("", "foo=1,foo=1");
    assertState("", "foo=1,foo=2");
    assertState("", "foo=1", "foo=2");
    assertState("", "foo =1");
    assertState("", "FOO=1");
    assertState("", "foo.bar=1");
    assertState("", "foo@=1,bar=2");
    assertState("", "@foo=1,bar=2");
    assertState("", "foo@@bar=1,bar=2");
    assertState("", "foo@bar@baz=1,bar=2");
    assertState("", members(1, 10), members(11, 20), members(21, 30), members(31, 33));
    assertState("", "foo=1", "z".repeat(257) + "=1");
    assertState("", "foo=1", "t".repeat(242) + "@v=1");
    assertState("", "foo=1", "t@" + "v".repeat(15) + "=1");
    assertState("", "foo=1", "t@1v=1");
    assertState("", "foo=bar=baz");
    assertState("", "foo=,bar=3");
    assertState("", "foo=" + "v".repeat(257));
    assertState("", "foo=\u00e9");
    assertState("", "foo");
  }

  @Test
  void tracestate_without_a_trace_is_nothing() {
    Format format = configured("w3c", "double");
    assertThat(format.read(headers("tracestate", "foo=1"))).isSameAs(Context.Empty());
  }

  @Test
  void inherited_headers_are_replaced_and_never_left() {
    Format format = configured("w3c", "double");
    Headers headers =
        headers("traceparent", PARENT, "a", "1", "tracestate", "x=1", "traceparent", PARENT);
    headers.add("baggage", TextFormats.bytes("k=v"));
    String other = "a".repeat(32);
    Span span = span(other, SPAN, "", Trace$SamplingDecision$Sample$.MODULE$);
    int bytes = format.write(Context.Empty(), span, headers);
    assertThat(TextFormats.text(headers))
        .isEqualTo(Map.of("a", "1", "traceparent", "00-" + other + "-" + SPAN + "-01"));
    assertThat(bytes).isEqualTo("traceparent".length() + 55);
    format.remove(headers);
    assertThat(TextFormats.text(headers)).isEqualTo(Map.of("a", "1"));
  }

  @Test
  void headers_that_mirror_maker_has_made_base64_of_are_read() {
    Format format = configured("w3c", "double");
    for (int mirrors = 1; mirrors <= 2; mirrors++) {
      Headers headers = new org.apache.kafka.common.header.internals.RecordHeaders();
      headers.add("traceparent", mirrored(PARENT, mirrors));
      headers.add("tracestate", mirrored("foo=1,bar=2", mirrors));
      headers.add("baggage", mirrored("tenant=acme", mirrors));
      Context context = format.read(headers);
      assertThat(written(format, context))
          .isEqualTo(
              Map.of("traceparent", PARENT, "tracestate", "foo=1,bar=2", "baggage", "tenant=acme"));
    }
  }

  private static byte[] mirrored(String text, int mirrors) {
    byte[] value = text.getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < mirrors; i++) {
      value = Base64.getEncoder().encode(value);
    }
    return value;
  }

  private static String members(int from, int to) {
    return IntStream.rangeClosed(from, to)
        .mapToObj(i -> String.format("bar%02d=%02d", i, i))
        .collect(Collectors.joining(","));
  }

  private static void assertState(String expected, String... values) {
    Format format = configured("w3c", "double");
    Headers headers = headers("traceparent", PARENT);
    Arrays.stream(values).forEach(v -> headers.add("tracestate", TextFormats.bytes(v)));
    Map<String, String> all =
        expected.isEmpty()
            ? Map.of("traceparent", PARENT)
            : Map.of("traceparent", PARENT, "tracestate", expected);
    assertThat(written(format, format.read(headers))).as(Arrays.toString(values)).isEqualTo(all);
  }

  private static Span read(Format format, String value) {
    return format.read(headers("traceparent", value)).get(Span.Key());
  }
}
