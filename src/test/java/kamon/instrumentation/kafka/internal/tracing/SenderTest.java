package kamon.instrumentation.kafka.internal.tracing;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import kamon.Kamon;
import kamon.context.Context;
import kamon.instrumentation.kafka.Kctx;
import kamon.instrumentation.kafka.internal.propagation.Format;
import kamon.instrumentation.kafka.internal.propagation.Formats;
import kamon.instrumentation.kafka.internal.settings.Settings;
import kamon.tag.TagSet;
import kamon.trace.Identifier;
import kamon.trace.Span;
import kamon.trace.Trace$;
import kamon.trace.Trace$SamplingDecision$DoNotSample$;
import kamon.trace.Trace$SamplingDecision$Sample$;
import kamon.trace.Trace.SamplingDecision;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whose context a record gets, for every combination of what there can be. What is right is written
 * down here once more, as the design says it and in another way than the code: the first source
 * that has a span gives it, and each tag is of the last source that has it.
 */
@Tag("unit")
class SenderTest {
  private static final Config CONFIG = ConfigFactory.load();
  private static final String TRACING = "kamon.instrumentation.kafka.client.tracing.";
  private static final Context.Key<String> ENTRY = Context.key("test-entry", "none");
  private static final Context.Key<String> STATE = Context.key("tracestate", "");

  private static String configured;

  /** What the thread, or the record, has. */
  enum Has {
    NOTHING,
    TAGS,
    SPAN,
    UNSAMPLED_SPAN;

    boolean span() {
      return this == SPAN || this == UNSAMPLED_SPAN;
    }
  }

  /** What the record's headers have. */
  enum InHeaders {
    NOTHING,
    TAGS,
    SPAN,
    UNSAMPLED_SPAN,
    RUBBISH;

    Has context() {
      return this == RUBBISH ? Has.NOTHING : Has.valueOf(name());
    }
  }

  /** One line of the table; captured is NOTHING also for a record that was sent before. */
  record Case(Has current, Has captured, InHeaders headers, boolean start, boolean goOn) {}

  static Stream<Case> cases() {
    List<Case> cases = new ArrayList<>();
    for (boolean start : new boolean[] {true, false}) {
      for (boolean goOn : new boolean[] {true, false}) {
        for (Has current : Has.values()) {
          for (Has captured : Has.values()) {
            for (InHeaders headers : InHeaders.values()) {
              cases.add(new Case(current, captured, headers, start, goOn));
            }
          }
        }
      }
    }
    return cases.stream();
  }

  @AfterAll
  static void restore() {
    Kamon.reconfigure(CONFIG);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void span_is_of_the_first_that_has_one_and_tags_are_merged_unless_the_current_context_has_it(
      Case row) {
    configure(row);
    Context current = context(row.current, "current");
    Context captured = context(row.captured, "captured");
    Context incoming = context(row.headers.context(), "headers");
    Headers headers = headers(row.headers, incoming);
    Format format = Formats.of(Settings.current());

    Context sender =
        Sender.context(current, captured.isEmpty() ? null : captured, headers, format, row.goOn);
    Span link = Sender.link(sender, headers, format, row.goOn);

    Span parent = sender.get(Span.Key());
    boolean fromHeaders =
        !row.current.span() && !row.captured.span() && row.headers.context().span();
    assertThat(id(parent))
        .isEqualTo(
            row.current.span()
                ? id(current)
                : row.captured.span() ? id(captured) : row.goOn ? id(incoming) : "");
    assertThat(id(link)).isEqualTo(fromHeaders && !row.goOn ? id(incoming) : "");
    if (!parent.isEmpty()) {
      assertThat(parent.trace().samplingDecision())
          .isSameAs(
              decision(
                  row.current.span()
                      ? row.current
                      : row.captured.span() ? row.captured : row.headers.context()));
    }
    TagSet expected = current.tags();
    if (!row.current.span()) {
      expected = incoming.tags().withTags(captured.tags()).withTags(current.tags());
    }
    assertThat(sender.tags().without("upstream.name")).isEqualTo(expected);
    assertThat(sender.get(ENTRY))
        .isEqualTo(
            row.current != Has.NOTHING
                ? "current"
                : row.captured != Has.NOTHING ? "captured" : "none");
    assertThat(headers.toArray()).hasSize(row.headers == InHeaders.NOTHING ? 0 : 1);
  }

  @Test
  void what_others_say_of_a_trace_comes_with_the_span_that_is_in_it() {
    configure(TRACING + "propagator = w3c");
    String parent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
    Headers headers =
        new RecordHeaders()
            .add("traceparent", parent.getBytes(StandardCharsets.US_ASCII))
            .add("tracestate", "vendor=1".getBytes(StandardCharsets.US_ASCII));
    Context current = context(Has.TAGS, "current");
    Context captured = context(Has.SPAN, "captured");

    assertThat(state(current, null, headers)).isEqualTo("vendor=1");
    assertThat(state(current, context(Has.TAGS, "captured"), headers)).isEqualTo("vendor=1");
    assertThat(state(current.withEntry(STATE, "of=none"), null, headers)).isEqualTo("vendor=1");
    assertThat(state(current, captured, headers)).isEmpty();
    assertThat(state(current, captured.withEntry(STATE, "ours=2"), headers)).isEqualTo("ours=2");
  }

  private static String state(Context current, Context captured, Headers headers) {
    Format format = Formats.of(Settings.current());
    return Sender.context(current, captured, headers, format, true).get(STATE);
  }

  private static void configure(Case row) {
    configure(
        TRACING
            + "start-trace-on-producer = "
            + row.start
            + "\n"
            + TRACING
            + "continue-trace-on-consumer = "
            + row.goOn);
  }

  private static void configure(String settings) {
    if (!settings.equals(configured)) {
      Kamon.reconfigure(ConfigFactory.parseString(settings).withFallback(CONFIG));
      configured = settings;
    }
  }

  private static Context context(Has has, String of) {
    if (has == Has.NOTHING) {
      return Context.Empty();
    }
    Context tags = Context.of("tenant", of).withTag("only-" + of, true).withEntry(ENTRY, of);
    return has == Has.TAGS ? tags : tags.withEntry(Span.Key(), span(decision(has)));
  }

  private static SamplingDecision decision(Has has) {
    return has == Has.UNSAMPLED_SPAN
        ? Trace$SamplingDecision$DoNotSample$.MODULE$
        : Trace$SamplingDecision$Sample$.MODULE$;
  }

  private static Span span(SamplingDecision decision) {
    Identifier.Scheme scheme = Kamon.identifierScheme();
    return new Span.Remote(
        scheme.spanIdFactory().generate(),
        Identifier.Empty(),
        Trace$.MODULE$.create(scheme.traceIdFactory().generate(), decision));
  }

  private static Headers headers(InHeaders in, Context context) {
    Headers headers = new RecordHeaders();
    if (in == InHeaders.RUBBISH) {
      headers.add("kctx", new byte[] {1, 2, 3});
    } else if (in != InHeaders.NOTHING) {
      headers.add("kctx", Kctx.write(context));
    }
    return headers;
  }

  private static String id(Context context) {
    return id(context.get(Span.Key()));
  }

  private static String id(Span span) {
    return span.isEmpty() ? "" : span.id().string();
  }
}
