package kamon.instrumentation.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import kamon.Kamon;
import kamon.status.Status;
import org.awaitility.Awaitility;
import scala.collection.Iterator;

/** What Kamon has, by the account of its status page. */
final class Instruments {
  private Instruments() {}

  /** Name and tags of each of Kafka's. */
  static List<String> ofKafka() {
    List<String> found = new ArrayList<>();
    Iterator<Status.Metric> metrics = Kamon.status().metricRegistry().metrics().iterator();
    while (metrics.hasNext()) {
      Status.Metric metric = metrics.next();
      Iterator<Status.Instrument> instruments = metric.instruments().iterator();
      while (instruments.hasNext()) {
        String tags = instruments.next().tags().toString();
        if (metric.name().startsWith("kafka.")
            && !metric.name().startsWith("kafka.consumer.spans")) {
          found.add(metric.name() + " " + tags);
        }
      }
    }
    return found;
  }

  /** What other tests have left open goes with the garbage, and its instruments with it. */
  static void awaitNoneOfKafka() {
    Awaitility.await()
        .atMost(Tracing.PATIENCE)
        .untilAsserted(
            () -> {
              System.gc();
              assertThat(ofKafka()).isEmpty();
            });
  }

  /** The tags of each instrument of a metric. */
  static List<String> tagsOf(String name) {
    List<String> found = new ArrayList<>();
    Iterator<Status.Metric> metrics = Kamon.status().metricRegistry().metrics().iterator();
    while (metrics.hasNext()) {
      Status.Metric metric = metrics.next();
      Iterator<Status.Instrument> instruments = metric.instruments().iterator();
      while (metric.name().equals(name) && instruments.hasNext()) {
        found.add(instruments.next().tags().toString());
      }
    }
    return found;
  }
}
