package kamon.instrumentation.kafka.producer;

import java.util.concurrent.atomic.AtomicBoolean;
import kamon.Kamon;
import kamon.context.Context;
import kamon.instrumentation.kafka.client.ClientIdentity;
import kamon.instrumentation.kafka.config.Settings;
import kamon.instrumentation.kafka.tags.KafkaTags;
import kamon.instrumentation.kafka.tags.KeyText;
import kamon.instrumentation.kafka.tags.Sampling;
import kamon.trace.Span;
import kamon.trace.Span$Empty$;
import kamon.trace.SpanBuilder;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes producer.send spans. */
final class ProducerSpans {
  private static final Logger LOG = LoggerFactory.getLogger("kamon.instrumentation.kafka");
  private static final AtomicBoolean NOT_INITIALISED_SAID = new AtomicBoolean();

  private ProducerSpans() {}

  /** A started span, or the empty one when Kamon is not running. */
  static Span start(
      Object producer,
      ProducerRecord<?, ?> record,
      Context sender,
      Span parent,
      Settings settings) {
    if (!settings.kamonEnabled()) {
      return Span$Empty$.MODULE$;
    }
    SpanBuilder builder =
        Kamon.producerSpanBuilder("producer.send", "kafka.producer").context(sender);
    if (Sampling.tagsWanted(parent, settings)) {
      builder.tag(KafkaTags.TOPIC, record.topic());
      String clientId = ClientIdentity.ofProducer(producer).clientId();
      if (clientId != null) {
        builder.tag(KafkaTags.CLIENT_ID, clientId);
      }
      String key = KeyText.of(record.key());
      if (key != null) {
        builder.tag(KafkaTags.KEY, key);
      }
    }
    Span span = builder.start();
    if (span.isEmpty() && NOT_INITIALISED_SAID.compareAndSet(false, true)) {
      LOG.warn(
          "Records are sent to Kafka, but Kamon is not running: they get no span until the"
              + " application calls Kamon.init()");
    }
    return span;
  }
}
