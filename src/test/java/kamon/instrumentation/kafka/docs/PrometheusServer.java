package kamon.instrumentation.kafka.docs;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import kamon.instrumentation.kafka.docs.Dashboard.Query;

/** A real Prometheus that scrapes this JVM each second. */
record PrometheusServer(Process process, HttpClient http, Instant started)
    implements AutoCloseable {
  private static final String ADDRESS = "localhost:19090";
  private static final Pattern LEGEND = Pattern.compile("\\{\\{(\\w+)}}");

  static PrometheusServer start(Path program, URI endpoint) throws IOException {
    Path data = Files.createTempDirectory("prometheus");
    Path config = data.resolve("prometheus.yml");
    Files.writeString(
        config,
        """
        global: { scrape_interval: 1s }
        scrape_configs:
          - job_name: shop
            metrics_path: %s
            static_configs: [ { targets: [ "%s" ] } ]
        """
            .formatted(endpoint.getPath(), endpoint.getAuthority()));
    Process process =
        new ProcessBuilder(
                program.toString(),
                "--config.file=" + config,
                "--storage.tsdb.path=" + data.resolve("data"),
                "--web.listen-address=" + ADDRESS)
            .redirectErrorStream(true)
            .redirectOutput(data.resolve("log").toFile())
            .start();
    return new PrometheusServer(process, HttpClient.newHttpClient(), Instant.now());
  }

  /** What Grafana would draw, from the first scrape until now. */
  List<DashboardPicture.Line> range(Query query) throws IOException, InterruptedException {
    String promQl =
        query
            .promQl()
            .replace("$__rate_interval", "15s")
            .replaceAll("\\[5m]", "[60s]")
            .replaceAll("\\$\\w+", ".*");
    String parameters =
        "query="
            + URLEncoder.encode(promQl, StandardCharsets.UTF_8)
            + "&start="
            + started.plusSeconds(20).getEpochSecond()
            + "&end="
            + Instant.now().getEpochSecond()
            + "&step=2";
    URI uri = URI.create("http://" + ADDRESS + "/api/v1/query_range?" + parameters);
    String body = http.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString()).body();
    Config answer = ConfigFactory.parseString(body);
    if (!answer.getString("status").equals("success")) {
      throw new IOException(promQl + ": " + body);
    }
    List<DashboardPicture.Line> lines = new ArrayList<>();
    for (Config series : answer.getConfigList("data.result")) {
      lines.add(new DashboardPicture.Line(legend(query, series), points(series)));
    }
    return lines;
  }

  private static String legend(Query query, Config series) {
    Matcher label = LEGEND.matcher(query.legend());
    return label.replaceAll(found -> series.getString("metric." + found.group(1)));
  }

  private static List<double[]> points(Config series) {
    List<double[]> points = new ArrayList<>();
    for (Object each : series.getAnyRefList("values")) {
      List<?> point = (List<?>) each;
      double value = Double.parseDouble((String) point.get(1));
      if (!Double.isNaN(value)) {
        points.add(new double[] {((Number) point.get(0)).doubleValue(), value});
      }
    }
    return points;
  }

  @Override
  public void close() {
    process.destroy();
    try {
      process.waitFor(10, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
