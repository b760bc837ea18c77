package kamon.instrumentation.kafka.internal.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import kamon.Kamon;
import kamon.instrumentation.kafka.Logs;
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
            TRACING + "propagator = some.Class");
    assertDefaults(before);
    assertThat(after.policy("orders").startTraceOnProducer()).isFalse();
    assertThat(after.policy("orders").continueTraceOnConsumer()).isFalse();
    assertThat(after.policy("orders").useDelayedSpans()).isTrue();
    assertThat(after.propagator()).isEqualTo("some.Class");
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

  @Test
  void wrong_value_of_kamons_own_is_said_once_and_tracing_goes_on() {
    try (Logs logs = new Logs()) {
      // Kamon says so itself by an exception, and works with that configuration from then on.
      assertThatThrownBy(
              () -> settings("kamon.enabled = perhaps\nkamon.trace.span-reporting-delay = soon\n"))
          .isInstanceOf(ConfigException.class);
      Settings settings = Settings.current();
      assertThat(Settings.current()).isSameAs(settings);
      assertThat(settings.policy("orders").spansWanted()).isTrue();
      assertThat(settings.policy("orders").unsampledSpansKeepTags()).isFalse();
      assertThat(logs.warnings())
          .containsExactlyInAnyOrder(
              "Setting kamon.enabled = \"perhaps\" is not yes or no, using the default \"yes\"",
              "Setting kamon.trace.span-reporting-delay = \"soon\" is not a duration, using the"
                  + " default \"0 seconds\"");
    }
  }

  @Test
  void reporting_delay_keeps_the_tags_of_unsampled_spans() {
    assertThat(settings("").policy("orders").unsampledSpansKeepTags()).isFalse();
    assertThat(
            settings("kamon.trace.span-reporting-delay = 5 seconds")
                .policy("orders")
                .unsampledSpansKeepTags())
        .isTrue();
  }

  /** The Kamon Bundle has one with the same keys, and class path order would decide. */
  @Test
  void value_of_the_bundles_reference_conf_is_not_the_users(@TempDir Path jar) throws IOException {
    Config bundle =
        reference(
            jar,
            TRACING + "start-trace-on-producer = no\n",
            "kanela.modules.kafka-clients.instrumentations = ["
                + "\"kamon.instrumentation.kafka.client.ProducerInstrumentation\"]\n");
    try (Logs logs = new Logs()) {
      Kamon.reconfigure(bundle.withFallback(CONFIG));
      assertDefaults(Settings.current());
      assertThat(logs.infos())
          .containsExactly(
              "Setting "
                  + TRACING
                  + "start-trace-on-producer = \"no\" is a default of Kamon's own Kafka module and"
                  + " not used; kamon-kafka's is \"yes\". To have that value, say so in"
                  + " application.conf");
    }
    Kamon.reconfigure(
        ConfigFactory.parseString(TRACING + "start-trace-on-producer = no")
            .withFallback(bundle)
            .withFallback(CONFIG));
    assertThat(Settings.current().policy("orders").startTraceOnProducer()).isFalse();
  }

  @Test
  void substitution_that_ends_in_the_applications_reference_conf_is_the_users(@TempDir Path jar)
      throws IOException {
    Config application =
        ConfigFactory.parseString(TRACING + "start-trace-on-producer = ${shop.start}")
            .withFallback(reference(jar, "shop.start = no"))
            .withFallback(CONFIG)
            .resolve();
    try (Logs logs = new Logs()) {
      Kamon.reconfigure(application);
      assertThat(Settings.current().policy("orders").startTraceOnProducer()).isFalse();
      assertThat(logs.infos()).isEmpty();
    }
  }

  @Test
  void first_rule_whose_glob_fits_a_topic_counts() {
    Settings settings =
        settings(
            TRACING
                + "topics = [{ topic = \"audit.?\", trace = ignore }, { topic = \"audit.*\","
                + " trace = propagate }, { topic = \"*\", trace = yes }]");
    assertThat(settings.policy("audit.1").isWanted()).isFalse();
    assertThat(settings.policy("audit.1").spansWanted()).isFalse();
    assertThat(settings.policy("audit.log").isWanted()).isTrue();
    assertThat(settings.policy("audit.log").spansWanted()).isFalse();
    assertThat(settings.policy("orders").spansWanted()).isTrue();
    assertThat(settings.policy("orders")).isSameAs(settings.policy("invoices"));
  }

  @Test
  void rule_that_is_wrong_is_named_and_left_out() {
    try (Logs logs = new Logs()) {
      Settings settings =
          settings(
              TRACING
                  + "topics = [{ topic = \"*\", trace = perhaps }, { trace = ignore },"
                  + " { topic = \"audit\", trace = ignore }]");
      assertThat(settings.policy("orders").spansWanted()).isTrue();
      assertThat(settings.policy("audit").isWanted()).isFalse();
      String wanted =
          ", which is not { topic = \"a glob\", trace = yes | propagate | ignore } and is left out";
      assertThat(logs.warnings())
          .containsExactly(
              "Setting " + TRACING + "topics has {\"topic\":\"*\",\"trace\":\"perhaps\"}" + wanted,
              "Setting " + TRACING + "topics has {\"trace\":\"ignore\"}" + wanted);
    }
  }

  private static Config reference(Path jar, String... lines) throws IOException {
    Path reference = jar.resolve("reference.conf");
    Files.writeString(reference, String.join("", lines));
    return ConfigFactory.parseFile(reference.toFile(), ConfigParseOptions.defaults());
  }

  private static Settings settings(String... lines) {
    Kamon.reconfigure(
        ConfigFactory.parseString(String.join("", lines)).resolve().withFallback(CONFIG));
    return Settings.current();
  }

  private static void assertDefaults(Settings settings) {
    assertThat(settings.policy("orders").startTraceOnProducer()).isTrue();
    assertThat(settings.policy("orders").continueTraceOnConsumer()).isTrue();
    assertThat(settings.policy("orders").useDelayedSpans()).isFalse();
    assertThat(settings.propagator()).isEqualTo("kctx");
  }
}
