package kamon.instrumentation.kafka.propagation;

import kamon.context.Context;
import kamon.instrumentation.kafka.client.HeaderSupport;
import kamon.trace.Span;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;

/**
 * A copy of a record that takes its context when Kafka asks for the headers. By then every client
 * before 4.0 has waited for its first answer from a broker, and so knows whether headers can be
 * stored there; when send is called, a new producer does not know yet.
 */
final class DeferredRecord<K, V> extends CarrierRecord<K, V> {
  private final HeaderSupport support;
  private final Span span;
  private Context context;

  DeferredRecord(ProducerRecord<K, V> record, Context context, Span span, HeaderSupport support) {
    super(record);
    this.context = context;
    this.span = span;
    this.support = support;
  }

  @Override
  public Headers headers() {
    Headers headers = super.headers();
    Context outgoing = context;
    if (outgoing != null) {
      context = null;
      ContextHeaders.write(outgoing, span, headers, support);
    }
    return headers;
  }
}
