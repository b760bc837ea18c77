package kamon.instrumentation.kafka.internal.frameworks.streams;

import kamon.instrumentation.kafka.internal.tracing.Processing;
import org.apache.kafka.common.header.Headers;

/** What a thread of Kafka Streams is at, and the headers whose context is current for it. */
abstract class Work extends Processing {
  private Headers headers;

  Work(Headers headers) {
    this.headers = headers;
  }

  /** Of the present thread; null for none. */
  static Work atHand() {
    Processing current = current();
    return current instanceof Work ? (Work) current : null;
  }

  final Headers headers() {
    return headers;
  }

  /** Other headers that carry the same. */
  final void sameAs(Headers others) {
    headers = others;
  }

  /** Here, too, for this package to see it. */
  @Override
  protected Headers headersOfUnknown() {
    return null;
  }

  /** The record that the task processes; null when it does not. */
  abstract TaskWork task();
}
