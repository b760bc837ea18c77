package kamon.instrumentation.kafka.jmh.tools;

import java.util.concurrent.Future;
import java.util.function.Supplier;
import kamon.Kamon;
import kamon.context.Context;
import kamon.context.Storage;
import kamon.instrumentation.kafka.internal.propagation.Format;
import kamon.instrumentation.kafka.internal.propagation.Formats;
import kamon.instrumentation.kafka.internal.settings.Settings;
import kamon.trace.Span;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;

/**
 * The floor of tracing with Kamon: no agent, and an application that makes the same spans itself,
 * in the shortest way.
 */
final class HandTracer extends KamonTracer {
  private static final String CLIENT_ID = "by-hand";

  private Format kctx;

  @Override
  public SpanIds start(Parent parent) {
    SpanIds current = super.start(parent);
    kctx = Formats.of(Settings.current());
    return current;
  }

  @Override
  public <K, V> Future<RecordMetadata> send(
      Producer<K, V> producer, ProducerRecord<K, V> record, Callback callback) {
    Span span =
        Kamon.producerSpanBuilder("producer.send", "kafka.producer")
            .context(Kamon.currentContext())
            .tag("kafka.topic", record.topic())
            .tag("kafka.client-id", CLIENT_ID)
            .tag("kafka.key", (String) record.key())
            .start();
    kctx.write(Context.Empty(), span, record.headers());
    return producer.send(
        record,
        (metadata, failure) -> {
          span.tag("kafka.partition", metadata.partition());
          span.finish();
          if (callback != null) {
            callback.onCompletion(metadata, failure);
          }
        });
  }

  @Override
  public <T> T process(ConsumerRecord<?, ?> record, Supplier<T> action) {
    Span span =
        Kamon.consumerSpanBuilder("consumer.process", "kafka.consumer")
            .context(kctx.read(record.headers()))
            .tag("kafka.topic", record.topic())
            .tag("kafka.partition", record.partition())
            .tag("kafka.offset", record.offset())
            .tag("kafka.timestamp", record.timestamp())
            .tag("kafka.timestamp-type", "CreateTime")
            .tag("kafka.client-id", CLIENT_ID)
            .tag("kafka.key", (String) record.key())
            .start();
    Storage.Scope scope = Kamon.storeContext(Context.of(Span.Key(), span));
    try {
      return action.get();
    } finally {
      scope.close();
      span.finish();
    }
  }
}
