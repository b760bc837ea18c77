package kamon.instrumentation.kafka.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import kamon.instrumentation.kafka.Clients;
import kamon.instrumentation.kafka.Scrape;
import kamon.instrumentation.kafka.Tracing;
import kamon.instrumentation.kafka.docs.Dashboard.Query;
import kamon.instrumentation.kafka.docs.Dashboard.Selector;
import kamon.instrumentation.kafka.testbed.BrokerExtension;
import kamon.instrumentation.kafka.testbed.KafkaBroker;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The dashboard asks for what Kamon's endpoint for Prometheus has. */
@ExtendWith(BrokerExtension.class)
class DashboardTest {
  private static final Pattern SAMPLE = Pattern.compile("([a-zA-Z_:][\\w:]*)(?:\\{(.*)})? (\\S+)");
  private static final Pattern LABEL = Pattern.compile("(\\w+)=\"([^\"]*)\"");

  /** Labels that Prometheus adds to what it scrapes. */
  private static final Set<String> PROMETHEUS_OWN = Set.of("job", "instance");

  private static final Set<String> FUNCTIONS =
      Set.of("sum", "min", "max", "rate", "increase", "histogram_quantile");

  @RegisterExtension final Tracing tracing = new Tracing();

  private final Dashboard dashboard = Dashboard.read();
  private final Traffic traffic;
  private Scrape scrape;

  DashboardTest(KafkaBroker broker) {
    traffic = new Traffic(broker, new Clients(broker));
  }

  @BeforeEach
  void start() {
    tracing.configure(
        Scrape.SETTINGS
            + """
            kamon.metric.tick-interval = 500 milliseconds
            kamon.instrumentation.kafka.client.metrics.interval = 500 milliseconds
            kamon.trace.sampler = never
            """);
    scrape = new Scrape();
    traffic.start();
  }

  @AfterEach
  void stop() {
    traffic.close();
    scrape.close();
    tracing.configure(""); // with a sampler: the end of each test is a span
  }

  @Test
  void every_query_finds_its_series_and_labels() {
    assertThat(dashboard.panels()).hasSizeGreaterThan(20);
    dashboard.panels().stream()
        .flatMap(panel -> panel.queries().stream())
        .forEach(this::assertFinds);
    assertThat(dashboard.variables()).hasSize(3).allSatisfy(this::assertFinds);
  }

  private void assertFinds(Query query) {
    assertThat(query.functions()).as(query.promQl()).isSubsetOf(FUNCTIONS);
    assertThat(query.shownLabels()).as(query.promQl()).isSubsetOf(query.by());
    assertThat(query.selectors()).as(query.promQl()).hasSize(1);
    Selector selector = query.selectors().get(0);
    assertThat(selector.matchers()).as(query.promQl()).containsKey("job");
    await(
        query.promQl(),
        (name, labels) ->
            selector.selects(name, labels) && labels.keySet().containsAll(query.by()));
  }

  /** {@code label_values(selector, label)}. */
  private void assertFinds(String variable) {
    Matcher parts = Pattern.compile("label_values\\((.*), (\\w+)\\)").matcher(variable);
    assertThat(parts.matches()).as(variable).isTrue();
    Matcher metric = Pattern.compile("([a-z_]*)(?:\\{(.*)})?").matcher(parts.group(1));
    assertThat(metric.matches()).as(variable).isTrue();
    Map<String, String> matchers =
        new TreeMap<>(metric.group(2) == null ? Map.of() : Selector.matchers(metric.group(2)));
    String byName = matchers.remove("__name__");
    Selector selector = new Selector(byName == null ? metric.group(1) : byName, matchers);
    await(
        variable,
        (name, labels) -> selector.selects(name, labels) && labels.containsKey(parts.group(2)));
  }

  private interface Wanted {
    boolean is(String name, Map<String, String> labels);
  }

  private void await(String what, Wanted wanted) {
    Awaitility.await(what).atMost(Tracing.PATIENCE).until(() -> has(wanted));
  }

  private boolean has(Wanted wanted) {
    return scrape
        .text()
        .lines()
        .filter(line -> !line.startsWith("#"))
        .map(SAMPLE::matcher)
        .filter(Matcher::matches)
        .anyMatch(sample -> wanted.is(sample.group(1), labels(sample.group(2))));
  }

  private static Map<String, String> labels(String text) {
    Map<String, String> labels = new TreeMap<>();
    PROMETHEUS_OWN.forEach(own -> labels.put(own, "any"));
    if (text != null) {
      LABEL.matcher(text).results().forEach(found -> labels.put(found.group(1), found.group(2)));
    }
    return labels;
  }

  /** Not in a usual build: {@code -Dprometheus=/usr/bin/prometheus}; draws the picture. */
  @Test
  @EnabledIfSystemProperty(named = "prometheus", matches = ".+")
  void prometheus_answers_every_query() throws Exception {
    try (PrometheusServer prometheus =
        PrometheusServer.start(Path.of(System.getProperty("prometheus")), Scrape.ENDPOINT)) {
      traffic.goOnFor(Duration.ofMinutes(3));
      List<DashboardPicture.Chart> charts = new ArrayList<>();
      for (Dashboard.Panel panel : dashboard.panels()) {
        List<DashboardPicture.Line> lines = new ArrayList<>();
        for (Query query : panel.queries()) {
          List<DashboardPicture.Line> answer = prometheus.range(query);
          assertThat(answer).as("%s: %s", panel.title(), query.promQl()).isNotEmpty();
          lines.addAll(answer);
        }
        charts.add(new DashboardPicture.Chart(panel.title(), panel.unit(), lines));
      }
      DashboardPicture.write(charts, Path.of("..", "docs", "grafana-dashboard.svg"));
    }
  }
}
