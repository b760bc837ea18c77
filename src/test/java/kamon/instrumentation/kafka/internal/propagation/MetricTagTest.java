package kamon.instrumentation.kafka.internal.propagation;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import kamon.Kamon;
import kamon.context.Context;
import kamon.instrumentation.kafka.KafkaPropagator;
import kamon.instrumentation.kafka.Kctx;
import kamon.instrumentation.kafka.Logs;
import kamon.instrumentation.kafka.internal.propagation.kctx.RawKctx;
import kamon.instrumentation.kafka.internal.settings.Settings;
import kamon.tag.Lookups;
import kamon.trace.Span;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Row B1: whatever the tag and the format, metrics of made-up values end somewhere. */
@Tag("unit")
class MetricTagTest {
  private static final Config CONFIG = ConfigFactory.load();
  private static final String TRACING = "kamon.instrumentation.kafka.client.tracing.";

  // Values are counted for the life of the JVM: a name for each test.
  private final String tag = "tag-" + UUID.randomUUID();

  @AfterEach
  void restore() {
    Kamon.reconfigure(CONFIG);
  }

  @Test
  void value_too_many_costs_its_tag_and_nothing_else() {
    Format format = format(fromContext("metric"), "incoming.max-metric-tag-values = 3");
    try (Logs logs = new Logs()) {
      for (int i = 0; i < 50; i++) {
        Context context =
            format.read(kctx(new RawKctx().tag(tag, "v" + i).tag("order", i).span(8, 8, 8)));
        assertThat(Kctx.tag(context, tag)).isEqualTo(i < 3 ? "v" + i : null);
        assertThat(context.getTag(Lookups.plainLong("order"))).isEqualTo(i);
        assertThat(context.get(Span.Key()).id().bytes()).isEqualTo(RawKctx.id(8, 2));
      }
      for (int i = 0; i < 3; i++) {
        Context context = format.read(kctx(new RawKctx().tag(tag, "v" + i)));
        assertThat(Kctx.tag(context, tag)).as("known").isEqualTo("v" + i);
      }
      assertThat(logs.warnings())
          .containsExactly(
              "Context tag \""
                  + tag
                  + "\" of a record is left out, and so in metrics: it had "
                  + TRACING
                  + "incoming.max-metric-tag-values = 3 other values before");
    }
  }

  @Test
  void values_of_all_types_count() {
    Format format = format(fromContext("metric"), "incoming.max-metric-tag-values = 2");
    assertThat(format.read(kctx(new RawKctx().tag(tag, 1))).tags().isEmpty()).isFalse();
    assertThat(format.read(kctx(new RawKctx().tag(tag, true))).tags().isEmpty()).isFalse();
    assertThat(format.read(kctx(new RawKctx().tag(tag, 2))).tags().isEmpty()).isTrue();
    assertThat(format.read(kctx(new RawKctx().tag(tag, "1"))).tags().isEmpty()).isTrue();
  }

  @Test
  void value_that_would_break_a_scrape_is_shown_without_what_does() {
    Format format = format(fromContext("metric"), "incoming.max-metric-tag-values = 3");
    for (String value : List.of("a\"b", "a\\b", "a\nb", "a\"b")) {
      Context context =
          format.read(kctx(new RawKctx().tag(tag, value).tag("other", value).span(8, 8, 8)));
      assertThat(Kctx.tag(context, tag)).isEqualTo("a_b");
      assertThat(Kctx.tag(context, "other")).isEqualTo(value);
      assertThat(context.get(Span.Key()).id().bytes()).isEqualTo(RawKctx.id(8, 2));
    }
    assertThat(Kctx.tag(format.read(kctx(new RawKctx().tag(tag, "fourth"))), tag)).isNull();
  }

  @Test
  void tag_of_spans_only_may_have_any_value() {
    Format format = format(fromContext("span"), "incoming.max-metric-tag-values = 2");
    for (int i = 0; i < 10; i++) {
      assertThat(Kctx.tag(format.read(kctx(new RawKctx().tag(tag, "v" + i))), tag))
          .isEqualTo("v" + i);
    }
  }

  @Test
  void tag_that_the_users_code_makes_a_metric_tag_of_is_limited_when_named() {
    Format format =
        format("", "incoming { max-metric-tag-values = 1, metric-tags = [\"" + tag + "\"] }");
    assertThat(Kctx.tag(format.read(kctx(new RawKctx().tag(tag, "a"))), tag)).isEqualTo("a");
    assertThat(Kctx.tag(format.read(kctx(new RawKctx().tag(tag, "b"))), tag)).isNull();
  }

  @Test
  void values_are_counted_over_a_reconfigure_as_kamon_keeps_its_metrics() {
    String values = "incoming.max-metric-tag-values = ";
    format(fromContext("metric"), values + 1).read(kctx(new RawKctx().tag(tag, "a")));
    Format same = format(fromContext("metric"), values + 1);
    assertThat(Kctx.tag(same.read(kctx(new RawKctx().tag(tag, "b"))), tag)).isNull();
    Format raised = format(fromContext("metric"), values + 2);
    assertThat(Kctx.tag(raised.read(kctx(new RawKctx().tag(tag, "b"))), tag)).isEqualTo("b");
    assertThat(Kctx.tag(raised.read(kctx(new RawKctx().tag(tag, "a"))), tag)).isEqualTo("a");
  }

  @Test
  void format_of_the_users_is_limited_too() {
    UsersTag.name = tag;
    Format format =
        format(
            fromContext("metric"),
            "incoming.max-metric-tag-values = 1\n",
            TRACING + "propagator = \"" + UsersTag.class.getName() + '"');
    assertThat(Kctx.tag(format.read(users("a")), tag)).isEqualTo("a");
    assertThat(Kctx.tag(format.read(users("b")), tag)).isNull();
  }

  @Test
  void nothing_is_read_when_nothing_is_accepted() {
    Headers headers = kctx(new RawKctx().tag(tag, "a").span(8, 8, 8));
    Format format = format("", "incoming.accept = no");
    assertThat(format.read(headers)).isSameAs(Context.Empty());
    assertThat(format.isIn(headers)).as("so that it is not sent on").isTrue();
    format.remove(headers);
    assertThat(headers.toArray()).isEmpty();
    UsersTag.name = tag;
    Format users =
        format(
            "",
            "incoming.accept = no\n",
            TRACING + "propagator = \"" + UsersTag.class.getName() + '"');
    assertThat(users.read(users("a"))).isSameAs(Context.Empty());
  }

  @Test
  void threads_together_have_no_more_values_than_one() throws Exception {
    Format format = format(fromContext("metric"), "incoming.max-metric-tag-values = 100");
    AtomicInteger next = new AtomicInteger();
    List<CompletableFuture<List<String>>> threads = new ArrayList<>();
    for (int t = 0; t < 8; t++) {
      threads.add(
          CompletableFuture.supplyAsync(
              () -> {
                List<String> accepted = new ArrayList<>();
                for (int i = next.getAndIncrement(); i < 20_000; i = next.getAndIncrement()) {
                  Headers headers = kctx(new RawKctx().tag(tag, "v" + i % 5_000));
                  String value = Kctx.tag(format.read(headers), tag);
                  if (value != null) {
                    accepted.add(value);
                  }
                }
                return accepted;
              }));
    }
    assertThat(threads.stream().flatMap(thread -> thread.join().stream()).distinct()).hasSize(100);
  }

  private String fromContext(String use) {
    return "kamon.instrumentation.http-client.default.tracing.tags.from-context { \""
        + tag
        + "\" = "
        + use
        + " }\n";
  }

  private static Format format(String others, String... ours) {
    Kamon.reconfigure(
        ConfigFactory.parseString(others + TRACING + String.join("", ours))
            .resolve()
            .withFallback(CONFIG));
    return Formats.of(Settings.current());
  }

  private static Headers kctx(RawKctx kctx) {
    return new RecordHeaders().add("kctx", kctx.bytes());
  }

  private static Headers users(String value) {
    return new RecordHeaders().add("mine", value.getBytes(StandardCharsets.UTF_8));
  }

  /** One header with one tag. */
  public static final class UsersTag implements KafkaPropagator {
    private static volatile String name;

    @Override
    public Context read(Headers headers) {
      Header header = headers.lastHeader("mine");
      return header == null
          ? null
          : Context.of(name, new String(header.value(), StandardCharsets.UTF_8));
    }

    @Override
    public void write(Context context, Headers headers) {
      headers.remove("mine");
    }
  }
}
