package kamon.instrumentation.kafka.internal.propagation;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.lang.reflect.Field;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import kamon.Kamon;
import kamon.context.Context;
import kamon.context.Propagation;
import kamon.instrumentation.kafka.KafkaPropagator;
import kamon.instrumentation.kafka.Logs;
import kamon.instrumentation.kafka.internal.settings.Settings;
import kamon.trace.Span$Empty$;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("unit")
class FormatsTest {
  private static final Config CONFIG = ConfigFactory.load();
  private static final String PROPAGATOR =
      "kamon.instrumentation.kafka.client.tracing.propagator = ";

  @AfterEach
  void restore() {
    Kamon.reconfigure(CONFIG);
  }

  @Test
  void kctx_is_the_default() {
    assertThat(format(CONFIG)).isInstanceOf(KctxFormat.class);
  }

  @Test
  void headers_are_read_and_written_in_the_format_of_the_present_settings() {
    Headers headers = new RecordHeaders();
    named(Custom.class.getName());
    assertThat(Formats.read(headers)).isSameAs(Context.Empty());
    Format users = Formats.of(Settings.current());
    assertThat(users.write(Context.of("tenant", "acme"), Span$Empty$.MODULE$, headers))
        .isEqualTo(Format.UNKNOWN);
    assertThat(Formats.read(headers).tags()).isEqualTo(Context.of("read", true).tags());
    format(CONFIG);
    Format kctx = Formats.of(Settings.current());
    assertThat(Formats.read(headers)).isSameAs(Context.Empty());
    assertThat(kctx.isIn(headers)).isFalse();
    int bytes = kctx.write(Context.of("tenant", "acme"), Span$Empty$.MODULE$, headers);
    assertThat(bytes).isEqualTo("kctx".length() + headers.lastHeader("kctx").value().length);
    assertThat(kctx.isIn(headers)).isTrue();
    assertThat(Formats.read(headers).tags().without("upstream.name"))
        .isEqualTo(Context.of("tenant", "acme").tags());
  }

  @Test
  void class_of_the_users_is_called_by_its_interface() {
    Format format = propagator(Custom.class.getName());
    Headers headers = new RecordHeaders();
    assertThat(format.write(Context.of("tenant", "acme"), Span$Empty$.MODULE$, headers))
        .isEqualTo(Format.UNKNOWN);
    assertThat(headers.lastHeader("custom").value()).isEqualTo(new byte[] {1});
    assertThat(format.read(headers).tags()).isEqualTo(Context.of("read", true).tags());
  }

  @Test
  void class_for_the_interface_of_kamons_own_module_is_called_and_its_headers_replaced() {
    Format format = propagator(Kamons.class.getName());
    Headers headers = new RecordHeaders();
    headers.add("a", null).add("kamons", new byte[] {7}).add("kamons", new byte[] {8});
    format.write(Context.of("tenant", "acme"), Span$Empty$.MODULE$, headers);
    assertThat(headers.toArray()).extracting(header -> header.key()).containsExactly("a", "kamons");
    assertThat(headers.lastHeader("kamons").value()).isEqualTo(new byte[] {1});
    assertThat(format.read(headers).tags()).isEqualTo(Context.of("read", true).tags());
    format.remove(headers);
    assertThat(headers.toArray()).extracting(header -> header.key()).containsExactly("a");
  }

  @Test
  void headers_that_the_users_class_has_read_are_taken_out_and_no_others() {
    Format format = propagator(Custom.class.getName());
    Headers headers = new RecordHeaders();
    headers.add("a", null).add("custom", new byte[] {1}).add("b", null).add("custom", null);
    format.remove(headers);
    assertThat(headers.toArray()).extracting(header -> header.key()).containsExactly("a", "b");
  }

  @Test
  void propagator_that_cannot_be_loaded_is_named_and_kctx_used() {
    Map<String, String> reasons =
        Map.of(
            "W3C",
            "java.lang.ClassNotFoundException: W3C",
            "no.such.Class",
            "java.lang.ClassNotFoundException: no.such.Class",
            String.class.getName(),
            "java.lang.ClassCastException: ",
            Failing.class.getName(),
            "java.lang.IllegalStateException: no key file");
    for (String name : reasons.keySet()) {
      try (Logs logs = new Logs()) {
        assertThat(named(name)).isInstanceOf(KctxFormat.class);
        assertThat(logs.warnings()).hasSize(1);
        assertThat(logs.warnings().get(0))
            .startsWith(
                "Setting kamon.instrumentation.kafka.client.tracing.propagator = \""
                    + name
                    + "\" cannot be used ("
                    + reasons.get(name))
            .contains("using the default \"kctx\"")
            .endsWith(
                "Name kctx, w3c, b3, b3-single, http, or a class that implements"
                    + " kamon.instrumentation.kafka.KafkaPropagator and has a public constructor"
                    + " without parameters");
      }
    }
  }

  /** Row B5. */
  @Test
  void nobody_waits_for_a_propagator_that_takes_its_time_to_be_made() throws Exception {
    named(Custom.class.getName());
    Format before = Formats.of(Settings.current());
    Kamon.reconfigure(config(Slow.class.getName()));
    Settings settings = Settings.current();
    CompletableFuture<Format> slow = CompletableFuture.supplyAsync(() -> Formats.of(settings));
    Slow.BEGUN.await();
    assertThat(Formats.of(settings)).isSameAs(before);
    Slow.END.countDown();
    Format made = slow.get(60, TimeUnit.SECONDS);
    assertThat(made).isNotSameAs(before);
    assertThat(Formats.of(settings)).isSameAs(made);
  }

  /** Each record would bring warnings of its own, and a look through the configuration. */
  @Test
  void until_the_first_propagator_is_made_there_is_one_format_in_its_place() throws Exception {
    Field current = Formats.class.getDeclaredField("current");
    current.setAccessible(true);
    current.set(null, null); // as in a JVM that has just started
    Kamon.reconfigure(config(SlowFirst.class.getName()));
    Settings settings = Settings.current();
    CompletableFuture<Format> slow = CompletableFuture.supplyAsync(() -> Formats.of(settings));
    SlowFirst.BEGUN.await();
    try {
      Format meanwhile = Formats.of(settings);
      assertThat(((GuardedFormat) ((LimitedFormat) meanwhile).unlimited()).unguarded())
          .isInstanceOf(KctxFormat.class);
      assertThat(Formats.of(settings)).isSameAs(meanwhile);
    } finally {
      SlowFirst.END.countDown();
      slow.get(60, TimeUnit.SECONDS);
    }
  }

  private static Format propagator(String name) {
    named(name);
    return Formats.of(Settings.current());
  }

  private static UnguardedFormat named(String name) {
    return format(config(name));
  }

  private static Config config(String name) {
    return ConfigFactory.parseString(PROPAGATOR + "\"" + name + "\"").withFallback(CONFIG);
  }

  private static UnguardedFormat format(Config config) {
    Kamon.reconfigure(config);
    Format unlimited = ((LimitedFormat) Formats.of(Settings.current())).unlimited();
    return ((GuardedFormat) unlimited).unguarded();
  }

  /** A propagator of the application. */
  public static class Custom implements KafkaPropagator {
    @Override
    public Context read(Headers headers) {
      return headers.lastHeader("custom") == null ? null : Context.of("read", true);
    }

    @Override
    public void write(Context context, Headers headers) {
      headers.add("custom", new byte[] {1});
    }
  }

  /** One for Kamon's own Kafka module, whose interface is these two: it appends. */
  public static final class Kamons
      implements Propagation.EntryReader<Headers>, Propagation.EntryWriter<Headers> {
    @Override
    public Context read(Headers headers, Context context) {
      return headers.lastHeader("kamons") == null ? context : context.withTag("read", true);
    }

    @Override
    public void write(Context context, Headers headers) {
      headers.add("kamons", new byte[] {1});
    }
  }

  /** One that cannot be made. */
  public static final class Failing extends Custom {
    public Failing() {
      throw new IllegalStateException("no key file");
    }
  }

  /** Another one that is made as long as the test wants. */
  public static final class SlowFirst extends Custom {
    static final CountDownLatch BEGUN = new CountDownLatch(1);
    static final CountDownLatch END = new CountDownLatch(1);

    public SlowFirst() throws InterruptedException {
      BEGUN.countDown();
      END.await();
    }
  }

  /** One that is made as long as the test wants. */
  public static final class Slow extends Custom {
    static final CountDownLatch BEGUN = new CountDownLatch(1);
    static final CountDownLatch END = new CountDownLatch(1);

    public Slow() throws InterruptedException {
      BEGUN.countDown();
      END.await();
    }
  }
}
