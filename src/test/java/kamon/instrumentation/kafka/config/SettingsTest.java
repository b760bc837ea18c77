package kamon.instrumentation.kafka.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import kamon.Kamon;
import kamon.context.Context;
import kamon.instrumentation.kafka.KafkaPropagator;
import kamon.instrumentation.kafka.Logs;
import org.apache.kafka.common.header.Headers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("unit")
class SettingsTest {
  private static final Config CONFIG = ConfigFactory.load();
  private static final String TRACING = "kamon.instrumentation.kafka.client.tracing.";

  @AfterEach
  void restore() {
    Kamon.reconfigure(CONFIG);
  }

  @Test
  void defaults_are_those_of_the_reference_conf() {
    try (Logs logs = new Logs()) {
      assertDefaults(settings(""));
      assertThat(logs.warnings()).isEmpty();
    }
  }

  @Test
  void settings_apply_with_the_next_reconfigure() {
    Settings before = settings("");
    Settings after =
        settings(
            TRACING + "start-trace-on-producer = no\n",
            TRACING + "continue-trace-on-consumer = no\n",
            TRACING + "use-delayed-spans = yes\n",
            TRACING + "propagator = \"" + Custom.class.getName() + "\"");
    assertDefaults(before);
    assertThat(after.startTraceOnProducer()).isFalse();
    assertThat(after.continueTraceOnConsumer()).isFalse();
    assertThat(after.useDelayedSpans()).isTrue();
    assertThat(after.propagator()).isInstanceOf(Custom.class);
    assertThat(Settings.current()).isSameAs(after);
  }

  @Test
  void wrong_value_names_key_value_and_default() {
    try (Logs logs = new Logs()) {
      assertDefaults(
          settings(
              TRACING + "start-trace-on-producer = perhaps\n",
              TRACING + "continue-trace-on-consumer = [1]\n",
              TRACING + "use-delayed-spans = 7\n",
              TRACING + "propagator = { a = 1 }"));
      assertThat(logs.warnings())
          .containsExactlyInAnyOrder(
              "Setting "
                  + TRACING
                  + "start-trace-on-producer = \"perhaps\" is not yes or no, using the default"
                  + " \"yes\"",
              "Setting "
                  + TRACING
                  + "continue-trace-on-consumer = [1] is not yes or no, using the default \"yes\"",
              "Setting "
                  + TRACING
                  + "use-delayed-spans = 7 is not yes or no, using the default \"no\"",
              "Setting "
                  + TRACING
                  + "propagator = {\"a\":1} is not a string, using the default \"kctx\"");
    }
  }

  @Test
  void missing_value_names_key_and_default() {
    try (Logs logs = new Logs()) {
      Kamon.reconfigure(CONFIG.withoutPath(TRACING + "use-delayed-spans"));
      assertDefaults(Settings.current());
      assertThat(logs.warnings())
          .containsExactly(
              "Setting " + TRACING + "use-delayed-spans is missing, using the default \"no\"");
    }
  }

  @Test
  void settings_are_read_and_reported_once_per_configuration() {
    try (Logs logs = new Logs()) {
      Settings first = settings(TRACING + "use-delayed-spans = perhaps");
      for (int i = 0; i < 1000; i++) {
        assertThat(Settings.current()).isSameAs(first);
      }
      assertThat(logs.warnings()).hasSize(1);
    }
  }

  /** The Kamon Bundle has one with the same keys, and class path order would decide. */
  @Test
  void value_of_another_reference_conf_is_not_the_users(@TempDir Path jar) throws IOException {
    Path reference = jar.resolve("reference.conf");
    Files.writeString(reference, TRACING + "start-trace-on-producer = no");
    Config bundle = ConfigFactory.parseFile(reference.toFile(), ConfigParseOptions.defaults());
    Kamon.reconfigure(bundle.withFallback(CONFIG));
    assertDefaults(Settings.current());
    Kamon.reconfigure(
        ConfigFactory.parseString(TRACING + "start-trace-on-producer = no")
            .withFallback(bundle)
            .withFallback(CONFIG));
    assertThat(Settings.current().startTraceOnProducer()).isFalse();
  }

  @Test
  void propagator_that_cannot_be_loaded_is_named_and_kctx_used() {
    for (String name :
        new String[] {"w3c", "no.such.Class", String.class.getName(), Failing.class.getName()}) {
      try (Logs logs = new Logs()) {
        assertDefaults(settings(TRACING + "propagator = \"" + name + "\""));
        assertThat(logs.warnings()).hasSize(1);
        assertThat(logs.warnings().get(0))
            .startsWith("Setting " + TRACING + "propagator = \"" + name + "\" cannot be used (")
            .contains("using the default \"kctx\"")
            .endsWith(
                "Name a class that implements kamon.instrumentation.kafka.KafkaPropagator and has"
                    + " a public constructor without parameters");
      }
    }
  }

  private static Settings settings(String... lines) {
    Kamon.reconfigure(
        ConfigFactory.parseString(String.join("", lines)).resolve().withFallback(CONFIG));
    return Settings.current();
  }

  private static void assertDefaults(Settings settings) {
    assertThat(settings.startTraceOnProducer()).isTrue();
    assertThat(settings.continueTraceOnConsumer()).isTrue();
    assertThat(settings.useDelayedSpans()).isFalse();
    assertThat(settings.propagator().getClass().getSimpleName()).isEqualTo("KctxPropagator");
  }

  /** A propagator of the application. */
  public static class Custom implements KafkaPropagator {
    @Override
    public Context read(Headers headers) {
      return Context.Empty();
    }

    @Override
    public void write(Context context, Headers headers) {}
  }

  /** One that cannot be made. */
  public static final class Failing extends Custom {
    public Failing() {
      throw new IllegalStateException("no key file");
    }
  }
}
