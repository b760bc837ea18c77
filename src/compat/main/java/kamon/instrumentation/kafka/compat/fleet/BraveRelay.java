package kamon.instrumentation.kafka.compat.fleet;

import brave.Span;
import brave.Tracer.SpanInScope;
import brave.Tracing;
import brave.handler.MutableSpan;
import brave.handler.SpanHandler;
import brave.kafka.clients.KafkaTracing;
import brave.propagation.B3Propagation;
import brave.propagation.B3Propagation.Format;
import brave.propagation.TraceContext;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * The same as {@link Relay}, with Brave around its clients. Prints Brave's spans. Arguments: the
 * broker, the two topics, and Brave's format, {@code MULTI} or {@code SINGLE}.
 */
public final class BraveRelay {
  private BraveRelay() {}

  public static void main(String[] args) throws Exception {
    try (Tracing tracing =
        Tracing.newBuilder()
            .traceId128Bit(true)
            .propagationFactory(
                B3Propagation.newFactoryBuilder()
                    .injectFormat(Span.Kind.PRODUCER, Format.valueOf(args[3]))
                    .build())
            .addSpanHandler(new Printer())
            .build()) {
      KafkaTracing kafka = KafkaTracing.newBuilder(tracing).build();
      try (Producer<String, String> producer = kafka.producer(Clients.producer(args[0]));
          Consumer<String, String> consumer = kafka.consumer(Clients.consumer(args[0], args[1]))) {
        for (ConsumerRecord<String, String> record : Clients.poll(consumer)) {
          Span span = kafka.nextSpan(record).name("relay").start();
          SpanInScope scope = tracing.tracer().withSpanInScope(span);
          try {
            producer.send(new ProducerRecord<>(args[2], record.key(), record.value())).get();
          } finally {
            scope.close();
            span.finish();
          }
        }
      }
    }
  }

  /** Prints kind, trace, span and parent. */
  private static final class Printer extends SpanHandler {
    @Override
    public boolean end(TraceContext context, MutableSpan span, Cause cause) {
      System.out.println(
          "BRAVE " + span.kind() + " " + span.traceId() + " " + span.id() + " " + span.parentId());
      return true;
    }
  }
}
