package kamon.instrumentation.kafka.internal.propagation;

import static kamon.instrumentation.kafka.internal.propagation.TextFormats.configured;
import static kamon.instrumentation.kafka.internal.propagation.TextFormats.headers;
import static kamon.instrumentation.kafka.internal.propagation.TextFormats.span;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Map;
import kamon.context.Context;
import kamon.instrumentation.kafka.Kctx;
import kamon.instrumentation.kafka.Logs;
import kamon.tag.TagSet;
import kamon.trace.Span;
import kamon.trace.Trace$SamplingDecision$Sample$;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("unit")
class SeveralFormatsTest {
  private static final String TRACE = "000000000000000064fe8b2a57d3eff7";
  private static final String SPAN = "e457b5a2e4d86bd1";

  @AfterEach
  void restore() {
    TextFormats.restore();
  }

  @Test
  void all_of_a_list_are_written_and_their_bytes_counted() {
    Format format = configured("[kctx, w3c, b3, b3-single]", "single");
    Headers headers = new RecordHeaders();
    int bytes = format.write(Context.of("tenant", "acme"), sampled(SPAN), headers);
    Map<String, String> text = TextFormats.text(headers);
    assertThat(text)
        .containsOnlyKeys(
            "kctx", "traceparent", "baggage", "X-B3-TraceId", "X-B3-SpanId", "X-B3-Sampled", "b3");
    assertThat(bytes)
        .isEqualTo(
            text.entrySet().stream()
                .mapToInt(h -> h.getKey().length() + h.getValue().length())
                .sum());
    format.remove(headers);
    assertThat(headers.toArray()).isEmpty();
  }

  @Test
  void same_span_is_seen_without_reading_it_and_no_other() {
    for (String name : new String[] {"kctx", "w3c"}) {
      GuardedFormat format =
          (GuardedFormat) ((LimitedFormat) configured(name, "double")).unlimited();
      Span span = sampled(SPAN);
      Headers headers = new RecordHeaders();
      assertThat(format.hasSpan(headers, span)).as(name).isFalse();
      format.write(Context.Empty(), span, headers);
      format.read(headers); // kctx knows tags that it has read
      assertThat(format.hasSpan(headers, span)).as(name).isTrue();
      assertThat(format.hasSpan(headers, sampled("e457b5a2e4d86bd2"))).as(name).isFalse();
      Span elsewhere =
          span("1" + TRACE.substring(1), SPAN, "", Trace$SamplingDecision$Sample$.MODULE$);
      assertThat(format.hasSpan(headers, elsewhere)).as(name).isFalse();
      String key = headers.toArray()[0].key();
      byte[] value = headers.toArray()[0].value();
      for (int size = 0; size < 50; size++) {
        Headers cut = new RecordHeaders().add(key, Arrays.copyOf(value, size));
        assertThat(format.hasSpan(cut, span)).as(name + " of " + size).isFalse();
      }
      Headers none = new RecordHeaders().add(key, null);
      assertThat(format.hasSpan(none, span)).as(name).isFalse();
    }
  }

  @Test
  void first_that_is_there_and_valid_counts() {
    Format format = configured("[kctx, w3c]", "double");
    try (Logs logs = new Logs()) {
      Headers headers = headers("kctx", "garbage", "traceparent", parent(SPAN));
      assertThat(format.read(headers).get(Span.Key()).id().string()).isEqualTo(SPAN);
      assertThat(Formats.conflict(format.read(headers))).isNull();
      assertThat(logs.warnings()).hasSize(1);
    }
  }

  @Test
  void tags_of_an_earlier_format_stay_with_the_span_of_a_later_one() {
    Format format = configured("[kctx, w3c]", "double");
    Headers headers = headers("traceparent", parent(SPAN), "baggage", "tenant=other,b=1");
    headers.add("kctx", Kctx.write(Context.of("tenant", "acme")));
    Context context = format.read(headers);
    assertThat(context.get(Span.Key()).id().string()).isEqualTo(SPAN);
    assertThat(context.tags().without("upstream.name"))
        .isEqualTo(TagSet.builder().add("tenant", "acme").add("b", "1").build());
  }

  @Test
  void formats_that_disagree_are_named_and_those_that_pad_ids_do_not() {
    Format format = configured("[w3c, b3-single, b3]", "double");
    String one = "64fe8b2a57d3eff7-" + SPAN + "-1";
    Headers same = headers("traceparent", parent(SPAN), "b3", one);
    assertThat(Formats.conflict(format.read(same))).isNull();
    Headers others = headers("traceparent", parent(SPAN), "b3", one.replace('5', '6'));
    Context context = format.read(others);
    assertThat(Formats.conflict(context)).isEqualTo("w3c,b3-single");
    assertThat(context.get(Span.Key()).id().string()).isEqualTo(SPAN);
    assertThat(Formats.conflict(format.read(headers("traceparent", parent(SPAN))))).isNull();
    assertThat(format.read(new RecordHeaders())).isSameAs(Context.Empty());
  }

  @Test
  void each_way_has_its_own_list() {
    Format format = configured("{ read = [w3c, kctx], write = [w3c] }", "double");
    Headers headers = headers("traceparent", parent(SPAN), "kctx", "old");
    format.write(Context.Empty(), sampled("05e3ac9a4f6e3b90"), headers);
    assertThat(TextFormats.text(headers))
        .isEqualTo(Map.of("kctx", "old", "traceparent", parent("05e3ac9a4f6e3b90")));
    Headers old = new RecordHeaders();
    old.add("kctx", Kctx.write(Context.of(Span.Key(), sampled(SPAN))));
    assertThat(format.read(old).get(Span.Key()).id().string()).isEqualTo(SPAN);
    assertThat(format.isIn(old)).isFalse();
  }

  @Test
  void one_way_alone_is_both() {
    Format format = configured("{ write = b3-single }", "double");
    assertThat(format.read(headers("b3", TRACE + "-" + SPAN + "-1")).get(Span.Key()).id().string())
        .isEqualTo(SPAN);
  }

  @Test
  void one_of_a_list_that_cannot_be_used_is_named_and_the_others_work() {
    try (Logs logs = new Logs()) {
      Format format = configured("[no.such.Class, w3c]", "double");
      assertThat(format.read(headers("traceparent", parent(SPAN))).get(Span.Key()).id().string())
          .isEqualTo(SPAN);
      assertThat(logs.warnings()).hasSize(1);
      assertThat(logs.warnings().get(0))
          .startsWith(
              "Setting kamon.instrumentation.kafka.client.tracing.propagator = \"no.such.Class\""
                  + " cannot be used (java.lang.ClassNotFoundException: no.such.Class), going on"
                  + " without it. Name kctx, w3c,");
    }
  }

  private static Span sampled(String id) {
    return span(TRACE, id, "", Trace$SamplingDecision$Sample$.MODULE$);
  }

  private static String parent(String id) {
    return "00-" + TRACE + "-" + id + "-01";
  }
}
