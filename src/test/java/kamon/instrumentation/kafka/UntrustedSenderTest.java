package kamon.instrumentation.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import kamon.Kamon;
import kamon.instrumentation.kafka.internal.propagation.kctx.RawKctx;
import kamon.status.Status;
import kamon.tag.Lookups;
import kamon.tag.TagSet;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a sender can do to a consumer with headers that it makes up. */
@Tag("unit")
class UntrustedSenderTest {
  @RegisterExtension final Tracing tracing = new Tracing();

  /** Row B1. */
  @Test
  void made_up_services_leave_no_more_metrics_than_the_limit() {
    // Metrics are recorded for unsampled spans too, and a reporter has no use for these.
    tracing.configure("kamon.trace.sampler = never");
    consume(new RawKctx().tag("upstream.name", "tests")); // other tests need this one
    Set<String> accepted = new HashSet<>();
    for (int i = 0; i < 100_000; i++) {
      RawKctx kctx = new RawKctx().tag("upstream.name", "service-" + i);
      consume(kctx);
      if (i < 200) {
        accepted.add(service(KafkaInstrumentation.extractContext(record(kctx)).tags()));
      }
    }
    tracing.configure("");
    Set<String> services = new HashSet<>();
    scala.collection.Iterator<Status.Metric> metrics =
        Kamon.status().metricRegistry().metrics().iterator();
    while (metrics.hasNext()) {
      scala.collection.Iterator<Status.Instrument> series = metrics.next().instruments().iterator();
      while (series.hasNext()) {
        services.add(service(series.next().tags()));
      }
    }
    services.remove(null);
    accepted.remove(null);
    // Other tests in this JVM may have had some of the hundred, whose metrics may be gone.
    assertThat(services).hasSizeLessThanOrEqualTo(100).contains("tests", "service-0");
    services.removeIf(service -> !service.startsWith("service-"));
    assertThat(services).isEqualTo(accepted);
  }

  private static String service(TagSet tags) {
    return tags.get(Lookups.plain("upstream.name"));
  }

  @Test
  void sender_that_is_not_accepted_is_not_heard() {
    tracing.configure("kamon.instrumentation.kafka.client.tracing.incoming.accept = no");
    ConsumerRecord<String, String> record =
        record(new RawKctx().tag("upstream.name", "tests").span(8, 8, 8));
    KafkaInstrumentation.runWithConsumerSpan(
        record, () -> assertThat(Kamon.currentContext().tags().isEmpty()).isTrue());
    var span = tracing.next();
    assertThat(span.parentId()).isEmpty();
    assertThat(span.links()).isEmpty();
    assertThat(span.metricTags()).doesNotContainKey("upstream.name");
  }

  private static void consume(RawKctx kctx) {
    KafkaInstrumentation.consumerSpan(record(kctx)).finish();
  }

  private static ConsumerRecord<String, String> record(RawKctx kctx) {
    ConsumerRecord<String, String> record = new ConsumerRecord<>("t", 0, 0, "k", "v");
    record.headers().add("kctx", kctx.bytes());
    return record;
  }
}
