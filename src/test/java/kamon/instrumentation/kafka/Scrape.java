package kamon.instrumentation.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Map.Entry;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import kamon.Kamon;
import kamon.module.Module;
import kamon.prometheus.PrometheusReporter;
import org.awaitility.Awaitility;

/** What Prometheus gets from Kamon's own endpoint for it, parsed as its text format says. */
public final class Scrape implements AutoCloseable {
  private static final Pattern SAMPLE =
      Pattern.compile("([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\\{(.*)})? ([-+0-9.eE]+|NaN|[-+]Inf)");
  private static final Pattern LABEL =
      Pattern.compile("([a-zA-Z_][a-zA-Z0-9_]*)=\"([^\"\\\\\n]*)\"(?:,|$)");

  private static final int PORT = freePort();

  /** To be in force while one is open. */
  public static final String SETTINGS =
      "kamon.prometheus.embedded-server { hostname = localhost, port = " + PORT + " }\n";

  /** The same, with clients read often, and sends that have no spans of their own. */
  public static final String FAST =
      SETTINGS
          + """
          kamon.metric.tick-interval = 100 milliseconds
          kamon.instrumentation.kafka.client.metrics.interval = 50 milliseconds
          kamon.instrumentation.kafka.client.tracing.start-trace-on-producer = no
          """;

  public static final URI ENDPOINT = URI.create("http://localhost:" + PORT + "/metrics");

  private final HttpClient http = HttpClient.newHttpClient();
  private final Module.Registration registration;
  private final String prefix;
  private double ticks;

  /** For series of Kafka's. */
  public Scrape() {
    this("kafka_");
  }

  /**
   * The endpoint's place is to be found in Kamon's settings: {@link #SETTINGS}.
   *
   * @param prefix of the names of the series that are of interest
   */
  public Scrape(String prefix) {
    this.prefix = prefix;
    registration =
        Kamon.addReporter("scrape", new PrometheusReporter("kamon.prometheus", Kamon.config()));
  }

  /** Below those that systems give to clients: one of ours would have it before the next test. */
  private static int freePort() {
    for (int port = 20_000 + (int) (ProcessHandle.current().pid() % 10_000); ; port++) {
      try (ServerSocket socket = new ServerSocket(port)) {
        return socket.getLocalPort();
      } catch (IOException e) {
        assertThat(port).as(e.toString()).isLessThan(32_000);
      }
    }
  }

  /** Each series of interest with its value: {@code kafka_consumer_lag{group=g, topic=t}}. */
  public Map<String, Double> series() {
    Map<String, Double> series = new LinkedHashMap<>();
    for (String line : text().split("\n")) {
      if (line.isEmpty() || line.startsWith("#")) {
        continue;
      }
      Matcher sample = SAMPLE.matcher(line);
      assertThat(sample.matches()).as("a sample of Prometheus: <%s>", line).isTrue();
      if (sample.group(1).startsWith(prefix)) {
        series.put(sample.group(1) + labels(sample.group(2)), Double.valueOf(sample.group(3)));
      }
    }
    return series;
  }

  private static Map<String, String> labels(String text) {
    Map<String, String> labels = new TreeMap<>();
    String rest = text == null ? "" : text;
    while (!rest.isEmpty()) {
      Matcher label = LABEL.matcher(rest);
      assertThat(label.lookingAt()).as("labels of Prometheus: <%s>", rest).isTrue();
      labels.put(label.group(1), label.group(2));
      rest = rest.substring(label.end());
    }
    return labels;
  }

  /** Kamon's server starts anew when settings change: for a moment there is none. */
  public String text() {
    HttpRequest request = HttpRequest.newBuilder(ENDPOINT).build();
    return Awaitility.await()
        .atMost(Tracing.PATIENCE)
        .pollDelay(Duration.ZERO)
        .ignoreExceptionsInstanceOf(IOException.class)
        .until(() -> http.send(request, BodyHandlers.ofString()).body(), Objects::nonNull);
  }

  /** Scrapes until a series has such a value. */
  public double await(String series, Predicate<Double> wanted) {
    Map<String, Double> last = new LinkedHashMap<>();
    try {
      Awaitility.await()
          .atMost(Tracing.PATIENCE)
          .until(
              () -> {
                last.clear();
                last.putAll(series());
                return last.containsKey(series) && wanted.test(last.get(series));
              });
    } catch (RuntimeException e) {
      throw new AssertionError("No such " + series + " in " + text(last), e);
    }
    return last.get(series);
  }

  /** Until all that was counted by now is to be seen: Kamon takes one series after the other. */
  public void awaitTick() {
    Kamon.counter("scrape.ticks").withoutTags().increment();
    String counted = "scrape_ticks_total " + ++ticks;
    Awaitility.await().atMost(Tracing.PATIENCE).until(() -> text().contains(counted));
  }

  private static String text(Map<String, Double> series) {
    StringBuilder text = new StringBuilder();
    for (Entry<String, Double> each : series.entrySet()) {
      text.append('\n').append(each);
    }
    return text.toString();
  }

  @Override
  public void close() {
    registration.cancel();
    // Kamon stops a module in its own time, and the next test needs the port.
    Awaitility.await().atMost(Tracing.PATIENCE).until(Scrape::isFree);
  }

  private static boolean isFree() {
    try (ServerSocket socket = new ServerSocket(PORT)) {
      return socket.isBound();
    } catch (IOException e) {
      return false;
    }
  }
}
