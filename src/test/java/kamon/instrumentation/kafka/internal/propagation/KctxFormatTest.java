package kamon.instrumentation.kafka.internal.propagation;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import java.lang.reflect.Proxy;
import kamon.Kamon;
import kamon.context.Context;
import kamon.instrumentation.kafka.Kctx;
import kamon.instrumentation.kafka.Logs;
import kamon.instrumentation.kafka.internal.propagation.kctx.RawKctx;
import kamon.instrumentation.kafka.internal.settings.Settings;
import kamon.trace.Span$Empty$;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The header itself; what is in it is the codec's. */
@Tag("unit")
class KctxFormatTest {
  private static final Context ACME = Context.of("tenant", "acme");

  private Format format;

  @BeforeEach
  void configure() {
    Kamon.reconfigure(ConfigFactory.load());
    format = new GuardedFormat("Format kctx", new KctxFormat(Settings.current()));
  }

  @Test
  void last_of_several_headers_counts_and_one_is_written_in_place_of_all() {
    Headers headers =
        new RecordHeaders()
            .add("kctx", new RawKctx().tag("tenant", "first").bytes())
            .add("other", new byte[] {7})
            .add("kctx", new RawKctx().tag("tenant", "last").bytes());
    assertThat(format.isIn(headers)).isTrue();
    assertThat(format.read(headers).tags()).isEqualTo(Context.of("tenant", "last").tags());
    int written = format.write(ACME, Span$Empty$.MODULE$, headers);
    assertThat(headers.toArray()).extracting(Header::key).containsExactly("other", "kctx");
    byte[] value = headers.lastHeader("kctx").value();
    assertThat(value).isEqualTo(Kctx.write(ACME));
    assertThat(written).isEqualTo("kctx".length() + value.length);
    assertThat(format.read(headers).tags().without("upstream.name")).isEqualTo(ACME.tags());
  }

  @Test
  void context_that_takes_no_bytes_leaves_no_header() {
    Kamon.reconfigure(
        ConfigFactory.parseString(
                "kamon.propagation.binary.default.tags.include-upstream-name = no")
            .withFallback(ConfigFactory.load()));
    format = new GuardedFormat("Format kctx", new KctxFormat(Settings.current()));
    Headers headers = new RecordHeaders().add("kctx", new RawKctx().tag("a", "b").bytes());
    Context entry = Context.of(Context.key("not sent", ""), "value");
    assertThat(format.write(entry, Span$Empty$.MODULE$, headers)).isZero();
    assertThat(headers.toArray()).isEmpty();
    assertThat(format.isIn(headers)).isFalse();
    assertThat(format.read(headers)).isSameAs(Context.Empty());
  }

  @Test
  void headers_without_ours_are_not_searched_one_by_one_to_take_it_out() {
    Headers headers = new RecordHeaders().add("other", null);
    format.remove(only("lastHeader", headers));
    assertThat(headers.toArray()).hasSize(1);
  }

  @Test
  void headers_that_fail_when_read_give_no_context_and_one_line() {
    Headers failing = only("none", new RecordHeaders());
    try (Logs logs = new Logs()) {
      for (int i = 0; i < 100; i++) {
        assertThat(format.read(failing)).isSameAs(Context.Empty());
      }
      assertThat(logs.warnings())
          .containsExactly(
              "Format kctx could not read the context of a record:"
                  + " java.lang.IllegalStateException: lastHeader");
    }
  }

  @Test
  void headers_that_take_none_get_none_and_one_line() {
    Headers failing = only("lastHeader", new RecordHeaders());
    try (Logs logs = new Logs()) {
      for (int i = 0; i < 100; i++) {
        assertThat(format.write(ACME, Span$Empty$.MODULE$, failing)).isZero();
      }
      assertThat(logs.warnings())
          .containsExactly(
              "Format kctx could not write the context of a record:"
                  + " java.lang.IllegalStateException: add");
    }
  }

  /** Who compares records by their headers must not see whose class a header is. */
  @Test
  void header_is_equal_to_another_with_the_same_bytes() {
    KctxHeader header = new KctxHeader(new byte[] {1, 2});
    assertThat(header).isEqualTo(new KctxHeader(new byte[] {1, 2}));
    assertThat(header).hasSameHashCodeAs(new KctxHeader(new byte[] {1, 2}));
    assertThat(header).isNotEqualTo(new KctxHeader(new byte[] {1, 3}));
    assertThat(header.hashCode()).isNotEqualTo(new KctxHeader(new byte[] {1, 3}).hashCode());
    assertThat(header).isNotEqualTo(new Object()).isNotEqualTo(null);
    assertThat(header).hasToString("kctx of 2 bytes");
  }

  /** Headers of which one method works and all others throw. */
  private static Headers only(String working, Headers headers) {
    return (Headers)
        Proxy.newProxyInstance(
            Headers.class.getClassLoader(),
            new Class<?>[] {Headers.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals(working)) {
                return method.invoke(headers, arguments);
              }
              throw new IllegalStateException(method.getName());
            });
  }
}
