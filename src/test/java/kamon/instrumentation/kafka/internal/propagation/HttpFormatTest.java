package kamon.instrumentation.kafka.internal.propagation;

import static kamon.instrumentation.kafka.internal.propagation.TextFormats.configured;
import static kamon.instrumentation.kafka.internal.propagation.TextFormats.headers;
import static kamon.instrumentation.kafka.internal.propagation.TextFormats.span;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import kamon.Kamon;
import kamon.context.Context;
import kamon.instrumentation.kafka.Logs;
import kamon.tag.TagSet;
import kamon.trace.Span;
import kamon.trace.Trace$SamplingDecision$Sample$;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Kamon's HTTP channels in record headers. */
@Tag("unit")
class HttpFormatTest {
  private static final String TRACE = "80f198ee56343ba864fe8b2a57d3eff7";
  private static final String SPAN = "e457b5a2e4d86bd1";
  private static final String PARENT = "05e3ac9a4f6e3b90";

  @AfterEach
  void restore() {
    TextFormats.restore();
  }

  @Test
  void headers_are_those_of_kamons_default_channel() {
    Format format = configured("http", "double");
    Headers headers = new RecordHeaders();
    int bytes = format.write(Context.of("tenant", "acme"), sampled(PARENT), headers);
    String tags = "tenant=acme;upstream.name=" + Kamon.environment().service() + ";";
    assertThat(TextFormats.text(headers))
        .isEqualTo(
            Map.of(
                "context-tags", tags,
                "X-B3-TraceId", TRACE,
                "X-B3-SpanId", SPAN,
                "X-B3-ParentSpanId", PARENT,
                "X-B3-Sampled", "1"));
    assertThat(bytes).isEqualTo(bytes(headers));
    Context read = format.read(headers);
    assertThat(read.get(Span.Key()).id().string()).isEqualTo(SPAN);
    assertThat(read.tags())
        .isEqualTo(
            TagSet.builder()
                .add("tenant", "acme")
                .add("upstream.name", Kamon.environment().service())
                .build());
  }

  @Test
  void inherited_headers_are_replaced_and_never_left() {
    Format format = configured("http", "double");
    Headers headers =
        headers("X-B3-ParentSpanId", PARENT, "X-B3-Flags", "1", "a", "1", "context-tags", "b=2;");
    headers.add("X-B3-TraceId", TextFormats.bytes("x")).add("X-B3-TraceId", null);
    assertThat(format.isIn(headers)).isTrue();
    format.write(Context.Empty(), sampled(""), headers);
    assertThat(TextFormats.text(headers))
        .containsOnlyKeys("a", "context-tags", "X-B3-TraceId", "X-B3-SpanId", "X-B3-Sampled");
    format.remove(headers);
    assertThat(TextFormats.text(headers)).isEqualTo(Map.of("a", "1"));
    assertThat(format.isIn(headers)).isFalse();
  }

  @Test
  void channel_is_the_one_that_is_named_with_its_codec_and_mappings() {
    Format format =
        configured(
            "http",
            "single",
            "kamon.propagation.http.kafka = ${kamon.propagation.http.default} {",
            "  tags { include-upstream-name = no, mappings { tenant = X-Tenant } }",
            "  entries { incoming.span = uber, outgoing.span = b3-single }",
            "}",
            "kamon.instrumentation.kafka.client.tracing.propagation.channel = kafka");
    Headers headers = new RecordHeaders();
    format.write(Context.of("tenant", "acme"), sampled(PARENT), headers);
    assertThat(TextFormats.text(headers))
        .isEqualTo(Map.of("X-Tenant", "acme", "B3", TRACE + "-" + SPAN + "-1-" + PARENT));
    Context read =
        format.read(headers("uber-trace-id", PARENT + ":" + SPAN + ":0:1", "X-Tenant", "acme"));
    assertThat(read.get(Span.Key()).id().string()).isEqualTo(SPAN);
    assertThat(read.tags()).isEqualTo(TagSet.of("tenant", "acme"));
    format.remove(headers);
    assertThat(headers.toArray()).isEmpty();
  }

  @Test
  void channel_that_is_not_there_is_said_and_kctx_used() {
    try (Logs logs = new Logs()) {
      Format format =
          configured(
              "http",
              "double",
              "kamon.instrumentation.kafka.client.tracing.propagation.channel = nowhere");
      assertThat(TextFormats.written(format, Context.of("a", "b"))).containsOnlyKeys("kctx");
      assertThat(logs.warnings()).hasSize(1);
      assertThat(logs.warnings().get(0))
          .startsWith(
              "Setting kamon.instrumentation.kafka.client.tracing.propagator = \"http\" cannot be"
                  + " used (")
          .contains("kamon.propagation.http.nowhere");
    }
  }

  /** Kamon logs a stack trace for each, with the value in it. */
  @Test
  void ids_that_datadog_would_not_write_are_one_line_and_no_stack_traces() {
    Format format =
        configured(
            "http",
            "single",
            "kamon.propagation.http.default.entries { incoming.span = datadog, outgoing.span ="
                + " datadog }");
    try (Logs logs = new Logs()) {
      for (String bad :
          new String[] {
            "x",
            "",
            "-1",
            "+1",
            "12345\n@",
            "18446744073709551616",
            "99999999999999999999",
            "0".repeat(21)
          }) {
        for (String name : new String[] {"x-datadog-trace-id", "x-datadog-parent-id"}) {
          assertThat(format.read(headers(name, bad)).isEmpty()).isTrue();
        }
      }
      assertThat(logs.warnings())
          .containsExactly(
              "A record's header \"x-datadog-trace-id\" is not read: Kamon's HTTP propagation would"
                  + " not understand \"x\"");
      Headers good =
          headers(
              "x-datadog-trace-id", "18446744073709551615",
              "x-datadog-parent-id", "9223372036854775808");
      Span span = format.read(good).get(Span.Key());
      assertThat(span.trace().id().string()).isEqualTo("ffffffffffffffff");
      assertThat(span.id().string()).isEqualTo("8000000000000000");
    }
  }

  @Test
  void values_of_tags_are_not_logged() {
    Format format = configured("http", "double");
    try (Logs logs = new Logs()) {
      String tags = "session=secret;".repeat(33);
      assertThat(format.read(headers("context-tags", tags)).isEmpty()).isTrue();
      assertThat(logs.warnings())
          .containsExactly(
              "A record's header \"context-tags\" is not read: it has more tags than"
                  + " kamon.instrumentation.kafka.client.tracing.incoming.max-tags = 32");
    }
  }

  @Test
  void all_headers_can_be_read_by_a_codec_of_the_applications() {
    Format format =
        configured(
            "http",
            "double",
            "kamon.propagation.http.default.entries.incoming.all = \""
                + All.class.getName()
                + "\"");
    Context read = format.read(headers("a", "1", "b", "2"));
    assertThat(read.get(All.KEY)).isEqualTo("1 2");
  }

  @Test
  void what_kamons_codecs_would_log_a_stack_trace_for_is_one_line() {
    try (Logs logs = new Logs()) {
      Format five = configured("http", "double");
      for (int i = 0; i < 100; i++) {
        assertThat(five.read(headers("X-B3-TraceId", "%zz", "X-B3-SpanId", SPAN)))
            .isSameAs(Context.Empty());
        assertThat(five.read(headers("X-B3-TraceId", "%4", "X-B3-SpanId", SPAN)))
            .isSameAs(Context.Empty());
        assertThat(five.read(headers("context-tags", "a=b;".repeat(33)))).isSameAs(Context.Empty());
        assertThat(five.read(headers("context-tags", "a=" + "b".repeat(2047))))
            .isSameAs(Context.Empty());
        assertThat(five.read(headers("context-tags", null))).isSameAs(Context.Empty());
      }
      assertThat(logs.warnings()).hasSize(1);
      assertThat(logs.warnings().get(0))
          .startsWith("A record's header \"X-B3-TraceId\" is not read: ");
    }
    Format one =
        configured(
            "http", "double", "kamon.propagation.http.default.entries.incoming.span = b3-single");
    try (Logs logs = new Logs()) {
      for (String bad : new String[] {"x", "-", "a-b-c-d-e", "%-" + SPAN}) {
        assertThat(one.read(headers("B3", bad)).get(Span.Key()).isEmpty()).as(bad).isTrue();
      }
      assertThat(logs.warnings()).hasSize(1);
    }
  }

  @Test
  void ids_that_do_not_fit_the_scheme_are_left_out() {
    Format format = configured("http", "single");
    for (String id : new String[] {"1", "1234567", TRACE + TRACE}) {
      Context read =
          format.read(
              headers("X-B3-TraceId", id, "X-B3-SpanId", SPAN, "context-tags", "tenant=acme;"));
      assertThat(read.get(Span.Key()).isEmpty()).as(id).isTrue();
      assertThat(read.tags()).isEqualTo(TagSet.of("tenant", "acme"));
    }
  }

  @Test
  void headers_that_mirror_maker_has_made_base64_of_are_read() {
    Format format = configured("http", "double");
    Headers headers = new RecordHeaders();
    format.write(Context.of("tenant", "acme"), sampled(PARENT), headers);
    Context direct = format.read(headers);
    headers.add("binary", new byte[] {0, 1, -1});
    for (int mirrors = 1; mirrors <= 2; mirrors++) {
      Headers mirrored = new RecordHeaders();
      for (Header header : headers) {
        mirrored.add(header.key(), Base64.getEncoder().encode(header.value()));
      }
      Context read = format.read(mirrored);
      assertThat(read.tags()).isEqualTo(direct.tags());
      assertThat(read.get(Span.Key()).id()).isEqualTo(direct.get(Span.Key()).id());
      assertThat(read.get(Span.Key()).trace().samplingDecision())
          .isEqualTo(Trace$SamplingDecision$Sample$.MODULE$);
      headers = mirrored;
    }
  }

  private static int bytes(Headers headers) {
    int bytes = 0;
    for (Header header : headers) {
      bytes += header.key().getBytes(StandardCharsets.UTF_8).length + header.value().length;
    }
    return bytes;
  }

  private static Span sampled(String parent) {
    return span(TRACE, SPAN, parent, Trace$SamplingDecision$Sample$.MODULE$);
  }

  /** A codec that looks at all headers. */
  public static final class All
      implements kamon.context.Propagation.EntryReader<kamon.context.HttpPropagation.HeaderReader> {
    static final Context.Key<String> KEY = Context.key("all", "");

    @Override
    public Context read(kamon.context.HttpPropagation.HeaderReader reader, Context context) {
      return context.withEntry(
          KEY, reader.readAll().apply("a") + " " + reader.readAll().apply("b"));
    }
  }
}
