package kamon.instrumentation.kafka.internal.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import kamon.Kamon;
import kamon.instrumentation.kafka.Tracing;
import kamon.instrumentation.kafka.internal.settings.MetricSettings;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is kept of clients that nobody looks at. */
@Tag("unit")
class WatchTest {
  /** Metrics that are off, and those of a Kamon that runs nothing: it would look in an hour. */
  private static final String OFF = "enabled = no";

  private static final String NEVER = "interval = 1 hour";

  private final List<WeakReference<WatchedClient>> watched = new ArrayList<>();

  @AfterEach
  void restore() {
    System.gc(); // what is left here is no client of other tests
    Kamon.reconfigure(ConfigFactory.load());
  }

  @ParameterizedTest
  @ValueSource(strings = {OFF, NEVER})
  void clients_that_are_closed_are_forgotten_where_nobody_looks(String settings) {
    configure(settings);
    for (int i = 0; i < 100; i++) {
      MockProducer<String, String> client = client();
      watch(client).closed();
    }
    awaitForgotten();
  }

  @ParameterizedTest
  @ValueSource(strings = {OFF, NEVER})
  void clients_that_nobody_closes_are_forgotten_once_others_come(String settings) {
    configure(settings);
    for (int i = 0; i < 100; i++) {
      watch(client());
    }
    List<WeakReference<WatchedClient>> first = new ArrayList<>(watched);
    Awaitility.await()
        .atMost(Tracing.PATIENCE)
        .until(
            () -> {
              for (int i = 0; i < 100; i++) {
                watch(client());
              }
              return areCollected(first);
            });
  }

  @Test
  void client_that_is_open_is_kept_while_others_come_and_go() {
    configure(OFF);
    MockProducer<String, String> open = client();
    WeakReference<WatchedClient> kept = new WeakReference<>(watch(open));
    watched.clear();
    for (int i = 0; i < 1000; i++) {
      watch(client()).closed();
    }
    awaitForgotten();
    assertThat(kept.get()).as("what watches %s", open).isNotNull();
  }

  private static void configure(String setting) {
    Kamon.reconfigure(
        ConfigFactory.parseString(MetricSettings.SECTION + "." + setting)
            .withFallback(ConfigFactory.load()));
  }

  /** One that has counted something. */
  private static MockProducer<String, String> client() {
    MockProducer<String, String> client = new MockProducer<>();
    MetricName name =
        new MetricName(
            "record-send-total", "producer-topic-metrics", "", Map.of("topic", "WatchTest"));
    client.setMockMetrics(
        name,
        new Metric() {
          @Override
          public MetricName metricName() {
            return name;
          }

          @Override
          public Object metricValue() {
            return 1.0;
          }
        });
    return client;
  }

  private WatchedClient watch(Object client) {
    WatchedClient watching = WatchedClient.of(client, null, null);
    watching.watch();
    watched.add(new WeakReference<>(watching));
    return watching;
  }

  private void awaitForgotten() {
    Awaitility.await().atMost(Tracing.PATIENCE).until(() -> areCollected(watched));
  }

  private static boolean areCollected(List<WeakReference<WatchedClient>> references) {
    System.gc();
    return references.stream().allMatch(reference -> reference.get() == null);
  }
}
