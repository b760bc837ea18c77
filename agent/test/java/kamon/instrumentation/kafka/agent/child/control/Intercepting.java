package kamon.instrumentation.kafka.agent.child.control;

import java.util.function.UnaryOperator;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeaders;

/** Interceptors that change headers, or put another record in the place of the caller's. */
final class Intercepting {
  private final Outbox outbox;

  Intercepting(Outbox outbox) {
    this.outbox = outbox;
  }

  void run() {
    with(
        "interceptor that changes headers",
        record -> {
          record.headers().remove("mine");
          record.headers().add("its", Text.bytes("5"));
          return record;
        });
    with(
        "interceptor that makes a record with the same headers",
        record -> copy(record, record.headers()));
    with(
        "interceptor that makes a record with new headers",
        record -> copy(record, new RecordHeaders().add("new", Text.bytes("6"))));
    with(
        "interceptor that fails",
        record -> {
          throw new IllegalStateException("no");
        });
  }

  private void with(String name, UnaryOperator<ProducerRecord<Object, Object>> onSend) {
    outbox.notes.begin(name);
    try (KafkaProducer<Object, Object> producer =
        outbox.producer(
            new Text((headers, data) -> headers.add("by-serializer", null)), Spy.ON_SEND, onSend)) {
      outbox.send(producer, outbox.record("value"));
    }
  }

  private static ProducerRecord<Object, Object> copy(
      ProducerRecord<Object, Object> record, Iterable<Header> headers) {
    return new ProducerRecord<>(
        record.topic(),
        record.partition(),
        record.timestamp(),
        record.key(),
        "intercepted",
        headers);
  }
}
