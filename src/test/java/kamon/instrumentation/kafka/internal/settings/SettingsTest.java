package kamon.instrumentation.kafka.internal.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import kamon.Kamon;
import kamon.instrumentation.kafka.Logs;
import kamon.instrumentation.kafka.Tracing;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

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
    assertThat(after.policy("orders").continuesTrace(0)).isFalse();
    assertThat(after.policy("orders").useDelayedSpans()).isTrue();
    assertThat(after.propagators().read()).containsExactly("some.Class");
    assertThat(after.propagators().write()).containsExactly("some.Class");
    assertThat(Settings.current()).isSameAs(after);
  }

  @Test
  void limits_of_what_comes_in_are_small_and_can_be_widened() {
    Incoming limits =
        settings(
                TRACING + "incoming { accept = no, max-size = 1 MiB, max-tags = 100\n",
                "max-entries = 50, max-metric-tag-values = 5000, metric-tags = [region] }")
            .incoming();
    assertThat(limits.accepted()).isFalse();
    assertThat(limits.maxSize()).isEqualTo(1024 * 1024);
    assertThat(limits.maxTags()).isEqualTo(100);
    assertThat(limits.maxEntries()).isEqualTo(50);
    assertThat(limits.maxMetricTagValues()).isEqualTo(5000);
    assertThat(limits.metricTags()).containsExactly("region", "upstream.name");
  }

  @Test
  void context_tags_that_kamon_makes_metric_tags_of_are_limited_wherever_that_is_said() {
    assertThat(
            settings(
                    "kamon.instrumentation.http-server.default.tracing.tags.from-context {",
                    " tenant = metric, request = span, a.b = METRIC, none = off }\n",
                    "kamon.instrumentation.play.http.client.tracing.tags.from-context {",
                    " \"c.d\" = metric }\n",
                    "kamon.trace.span-metric-tags.upstream-service = no")
                .incoming()
                .metricTags())
        .containsExactly("a.b", "c.d", "tenant");
  }

  @Test
  void limit_that_is_none_is_named_and_the_default_used() {
    try (Logs logs = new Logs()) {
      assertDefaults(
          settings(
              TRACING + "incoming { accept = maybe, max-size = 0, max-tags = -1\n",
              "max-entries = many, max-metric-tag-values = 0, metric-tags = region }"));
      String incoming = "Setting " + TRACING + "incoming.";
      assertThat(logs.awaitWarnings(6))
          .containsExactlyInAnyOrder(
              incoming + "accept = \"maybe\" is not yes or no, using the default \"yes\"",
              incoming + "max-size = 0 is not a size above 0, using the default \"2 KiB\"",
              incoming + "max-tags = -1 is not a number above 0, using the default \"32\"",
              incoming + "max-entries = \"many\" is not a number above 0, using the default \"8\"",
              incoming
                  + "max-metric-tag-values = 0 is not a number above 0, using the default \"100\"",
              incoming
                  + "metric-tags = \"region\" is not a list of strings, using the default \"[]\"");
    }
  }

  @Test
  void place_of_a_tag_that_is_none_is_named_and_the_default_used() {
    try (Logs logs = new Logs()) {
      assertDefaults(
          settings(
              TRACING + "tags { key = no, topic = hash, max-metric-values = 0, headers = tenant",
              ", convention = otel }"));
      String tags = "Setting " + TRACING + "tags.";
      assertThat(logs.awaitWarnings(5))
          .containsExactlyInAnyOrder(
              tags + "key = \"no\" is not span, metric, hash or off, using the default \"span\"",
              tags
                  + "convention = \"otel\" is not kamon, opentelemetry or both, using the default"
                  + " \"kamon\"",
              tags + "topic = \"hash\" is not span, metric or off, using the default \"metric\"",
              tags + "max-metric-values = 0 is not a number above 0, using the default \"100\"",
              tags + "headers = \"tenant\" is not a list of strings, using the default \"[]\"");
    }
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
      assertThat(logs.awaitWarnings(4))
          .containsExactlyInAnyOrder(
              "Setting "
                  + TRACING
                  + "start-trace-on-producer = \"perhaps\" is not yes or no, using the default"
                  + " \"yes\"",
              "Setting "
                  + TRACING
                  + "continue-trace-on-consumer = [1] is not yes, no, or a duration above 0, using the"
                  + " default \"yes\"",
              "Setting "
                  + TRACING
                  + "use-delayed-spans = 7 is not yes or no, using the default \"no\"",
              "Setting "
                  + TRACING
                  + "propagator = {\"a\":1} is not a name, a list of names, or { read = [names], write ="
                  + " [names] }, using the default \"kctx\"");
    }
  }

  @Test
  void propagators_are_a_name_a_list_or_a_list_for_each_way() {
    assertPropagators("w3c", "[w3c]", "[w3c]");
    assertPropagators("[w3c, kctx, w3c]", "[w3c, kctx]", "[w3c, kctx]");
    assertPropagators("{ 0 = w3c, 1 = kctx }", "[w3c, kctx]", "[w3c, kctx]");
    assertPropagators("{ read = [w3c, kctx], write = kctx }", "[w3c, kctx]", "[kctx]");
    assertPropagators("{ read = w3c }", "[w3c]", "[w3c]");
    assertPropagators("{ write = [b3, w3c] }", "[b3, w3c]", "[b3, w3c]");
    for (String wrong : new String[] {"[]", "{}", "7", "{ read = [] }", "[[w3c]]"}) {
      try (Logs logs = new Logs()) {
        assertPropagators(wrong, "[kctx]", "[kctx]");
        assertThat(logs.awaitWarnings(1)).as(wrong).hasSize(1);
        assertThat(logs.warnings().get(0)).contains(" is not a name, a list of names, or {");
      }
    }
  }

  private static void assertPropagators(String value, String read, String write) {
    Propagators propagators =
        settings(TRACING + "propagator = null\n", TRACING + "propagator = " + value).propagators();
    assertThat(propagators.read()).as(value).hasToString(read);
    assertThat(propagators.write()).as(value).hasToString(write);
  }

  @Test
  void tracing_that_is_switched_off_is_off_for_every_topic() {
    Settings settings =
        settings(
            TRACING + "enabled = no\n", TRACING + "topics = [{ topic = \"orders\", trace = yes }]");
    for (String topic : new String[] {"orders", "payments"}) {
      assertThat(settings.policy(topic).isWanted()).isFalse();
      assertThat(settings.policy(topic).spansWanted()).isFalse();
    }
    assertDefaults(settings(""));
  }

  @Test
  void missing_value_names_key_and_default() {
    try (Logs logs = new Logs()) {
      Kamon.reconfigure(CONFIG.withoutPath(TRACING + "use-delayed-spans"));
      assertDefaults(Settings.current());
      assertThat(logs.awaitWarnings(1))
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
      assertThat(logs.awaitWarnings(1)).hasSize(1);
    }
  }

  @Test
  void threads_that_meet_a_configuration_at_once_work_with_the_same_settings() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try {
      for (int i = 0; i < 500; i++) {
        Kamon.reconfigure(ConfigFactory.parseString("a = " + i).withFallback(CONFIG));
        CyclicBarrier start = new CyclicBarrier(2);
        Callable<Settings> read =
            () -> {
              start.await();
              return Settings.current();
            };
        Future<Settings> one = threads.submit(read);
        assertThat(threads.submit(read).get()).isSameAs(one.get()).isSameAs(Settings.current());
      }
    } finally {
      threads.shutdown();
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
      assertThat(logs.awaitWarnings(2))
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

  @Test
  void log_that_fails_harms_nobody() {
    Logger logger = (Logger) LoggerFactory.getLogger(Settings.class);
    List<String> lines = new CopyOnWriteArrayList<>(); // of whichever thread has read the settings
    AppenderBase<ILoggingEvent> failing =
        new AppenderBase<>() {
          @Override
          public void doAppend(ILoggingEvent event) {
            lines.add(event.getFormattedMessage());
            throw new IllegalStateException("disk full");
          }

          @Override
          protected void append(ILoggingEvent event) {}
        };
    failing.start();
    logger.addAppender(failing);
    try {
      assertDefaults(settings(TRACING + "use-delayed-spans = perhaps"));
      await().atMost(Tracing.PATIENCE).until(() -> !lines.isEmpty());
      assertThat(lines).hasSize(1);
    } finally {
      logger.detachAppender(failing);
    }
  }

  @Test
  void configuration_that_is_not_resolved_gives_defaults() {
    Config unresolved =
        ConfigFactory.parseString("kamon.enabled = ${nowhere}, ours.a = ${nowhere}");
    ConfigReader reader = new ConfigReader(unresolved, "ours");
    assertThat(reader.kamons("kamon.enabled", true)).isTrue();
    assertThat(reader.kamons("kamon.other", false)).isFalse();
    assertThat(reader.own("a", "default")).isEqualTo("default");
    try (Logs logs = new Logs()) {
      reader.logFindings();
      assertThat(logs.warnings())
          .containsExactly("Setting ours.a is missing, using the default \"default\"");
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

  private static Settings settings(String... lines) {
    Kamon.reconfigure(
        ConfigFactory.parseString(String.join("", lines)).resolve().withFallback(CONFIG));
    return Settings.current();
  }

  private static void assertDefaults(Settings settings) {
    assertThat(settings.policy("orders").isWanted()).isTrue();
    assertThat(settings.policy("orders").startTraceOnProducer()).isTrue();
    assertThat(settings.policy("orders").continuesTrace(0)).isTrue();
    assertThat(settings.policy("orders").useDelayedSpans()).isFalse();
    assertThat(settings.propagators().read()).containsExactly("kctx");
    assertThat(settings.propagators().write()).containsExactly("kctx");
    assertThat(settings.tags().topic().isMeasured()).isTrue();
    assertThat(settings.tags().group().isMeasured()).isTrue();
    assertThat(settings.tags().key().isMeasured()).isFalse();
    assertThat(settings.tags().partition().isMeasured()).isFalse();
    assertThat(settings.tags().offset().isMeasured()).isFalse();
    assertThat(settings.tags().key().isHashed()).isFalse();
    assertThat(settings.tags().key().isWanted()).isTrue();
    assertThat(settings.tags().headers()).isEmpty();
    assertThat(settings.incoming().accepted()).isTrue();
    assertThat(settings.incoming().maxSize()).isEqualTo(2048);
    assertThat(settings.incoming().maxTags()).isEqualTo(32);
    assertThat(settings.incoming().maxEntries()).isEqualTo(8);
    assertThat(settings.incoming().maxMetricTagValues()).isEqualTo(100);
    assertThat(settings.incoming().metricTags()).containsExactly("upstream.name");
  }
}
