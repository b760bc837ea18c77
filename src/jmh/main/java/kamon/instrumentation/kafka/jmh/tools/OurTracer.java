package kamon.instrumentation.kafka.jmh.tools;

import java.util.function.Supplier;
import kamon.instrumentation.kafka.KafkaInstrumentation;
import kamon.instrumentation.kafka.KafkaInstrumentation.ThrowingCallable;
import kamon.instrumentation.kafka.internal.weave.Attached;
import kamon.trace.Span;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;

/** This library, with its agent. */
final class OurTracer extends KamonTracer {

  @Override
  public boolean marks(ConsumerRecords<?, ?> polled) {
    Object headers = polled.iterator().next().headers();
    return headers instanceof Attached attached && attached.kamonAttachment() != null;
  }

  @Override
  public Object extract(ConsumerRecord<?, ?> record) {
    return KafkaInstrumentation.extractContext(record);
  }

  @Override
  public Object span(ConsumerRecord<?, ?> record) {
    Span span = KafkaInstrumentation.consumerSpan(record);
    span.finish();
    return span;
  }

  @Override
  public <T> T process(ConsumerRecord<?, ?> record, Supplier<T> action) {
    ThrowingCallable<T, RuntimeException> callable = action::get;
    return KafkaInstrumentation.callWithConsumerSpan(record, callable);
  }
}
