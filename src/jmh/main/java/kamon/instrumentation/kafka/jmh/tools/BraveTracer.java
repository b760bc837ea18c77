package kamon.instrumentation.kafka.jmh.tools;

import static java.nio.charset.StandardCharsets.US_ASCII;

import brave.Span;
import brave.Tracing;
import brave.handler.MutableSpan;
import brave.handler.SpanHandler;
import brave.kafka.clients.KafkaTracing;
import brave.propagation.CurrentTraceContext;
import brave.propagation.TraceContext;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeader;

/** Brave: no agent, the application wraps its clients. */
final class BraveTracer implements Tracer {
  private static final String HEADER = "b3";
  private static final String IDS = "463ac35c9f6413ad-a2fb4a1d1a96d312-";

  private Header incoming;
  private final Tracing tracing =
      Tracing.newBuilder()
          .addSpanHandler(
              // Without a handler Brave would not record at all.
              new SpanHandler() {
                @Override
                public boolean end(TraceContext context, MutableSpan span, Cause cause) {
                  return true;
                }
              })
          .build();
  private final KafkaTracing kafka = KafkaTracing.create(tracing);

  @Override
  public SpanIds start(Parent parent) {
    switch (parent) {
      case SAMPLED, UNSAMPLED -> {
        TraceContext span =
            TraceContext.newBuilder()
                .traceId(1)
                .spanId(2)
                .sampled(parent == Parent.SAMPLED)
                .build();
        CurrentTraceContext.Scope unused = tracing.currentTraceContext().newScope(span);
        return current();
      }
      case NONE_NEW_TRACE -> {
        return null;
      }
      default -> throw new IllegalArgumentException(parent + " is not a case of this tool");
    }
  }

  @Override
  public <K, V> Producer<K, V> traced(Producer<K, V> producer) {
    return kafka.producer(producer);
  }

  @Override
  public <K, V> Consumer<K, V> traced(Consumer<K, V> consumer) {
    return kafka.consumer(consumer);
  }

  @Override
  public SpanIds current() {
    TraceContext span = tracing.currentTraceContext().get();
    return span == null
        ? null
        : new SpanIds(span.traceIdString(), span.spanIdString(), span.sampled());
  }

  @Override
  public SpanIds carried(Headers headers) {
    Header header = headers.lastHeader(HEADER);
    if (header == null) {
      return null;
    }
    String[] parts = new String(header.value(), US_ASCII).split("-", -1);
    return new SpanIds(parts[0], parts[1], parts[2].equals("1"));
  }

  @Override
  public void carry(Incoming incoming, Headers headers) {
    if (incoming != Incoming.NONE) {
      String sampled = incoming == Incoming.UNSAMPLED ? "0" : "1";
      this.incoming = new RecordHeader(HEADER, (IDS + sampled).getBytes(US_ASCII));
      headers.add(this.incoming);
    }
  }

  @Override
  public boolean marks(ConsumerRecords<?, ?> polled) {
    return carried(polled.iterator().next().headers()) != null;
  }

  @Override
  public Object span(ConsumerRecord<?, ?> record) {
    Span span = kafka.nextSpan(record).start();
    span.finish();
    putBack(record);
    return span;
  }

  @Override
  public <T> T process(ConsumerRecord<?, ?> record, Supplier<T> action) {
    Span span = kafka.nextSpan(record).start();
    CurrentTraceContext.Scope scope = tracing.currentTraceContext().newScope(span.context());
    try {
      return action.get();
    } finally {
      scope.close();
      span.finish();
      putBack(record);
    }
  }

  /** Brave takes the header off the record, and we need the record again. */
  private void putBack(ConsumerRecord<?, ?> record) {
    if (incoming != null) {
      record.headers().add(incoming);
    }
  }
}
