package kamon.instrumentation.kafka.agent.child.control;

import java.util.function.UnaryOperator;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;

/** Serializers and partitioners that add headers, by whatever way they come to them. */
final class Serializing {
  private static final ThreadLocal<Headers> CURRENT = new ThreadLocal<>();

  private final Outbox outbox;

  Serializing(Outbox outbox) {
    this.outbox = outbox;
  }

  void run() {
    byArgument();
    throughTheValue();
    throughAThreadLocal();
    byPartitioner();
  }

  private void byArgument() {
    outbox.notes.begin("serializer with its argument");
    ProducerRecord<Object, Object> record = outbox.record("value");
    Text values =
        new Text(
            (headers, data) -> {
              outbox.notes.add("its headers are the record's", headers == record.headers());
              outbox.notes.add("serializer sees", headers);
              headers.add("__TypeId__", Text.bytes("Order"));
            });
    try (KafkaProducer<Object, Object> producer = outbox.producer(values)) {
      outbox.send(producer, record);
    }
  }

  private void throughTheValue() {
    outbox.notes.begin("serializer with the value's headers");
    Text values =
        new Text(
            (headers, data) -> {
              ((Parcel) data).label().remove("mine");
              ((Parcel) data).label().add("stuck-on", Text.bytes("2"));
              outbox.notes.add("serializer sees", headers);
            });
    Parcel parcel = new Parcel("value");
    ProducerRecord<Object, Object> record = outbox.record(parcel);
    parcel.stick(record.headers());
    try (KafkaProducer<Object, Object> producer = outbox.producer(values)) {
      outbox.send(producer, record);
    }
  }

  private void throughAThreadLocal() {
    outbox.notes.begin("serializer with an interceptor's headers");
    UnaryOperator<ProducerRecord<Object, Object>> keeping = Serializing::keep;
    Text values = new Text((headers, data) -> CURRENT.get().add("kept", Text.bytes("3")));
    try (KafkaProducer<Object, Object> producer = outbox.producer(values, Spy.ON_SEND, keeping)) {
      outbox.send(producer, outbox.record("value"));
    }
  }

  private void byPartitioner() {
    outbox.notes.begin("partitioner");
    UnaryOperator<ProducerRecord<Object, Object>> keeping = Serializing::keep;
    Runnable before = () -> CURRENT.get().remove("mine").add("chosen", Text.bytes("4"));
    try (KafkaProducer<Object, Object> producer =
        outbox.producer(
            new Text((headers, data) -> headers.add("by-serializer", null)),
            Spy.ON_SEND,
            keeping,
            "partitioner.class",
            Chooser.class.getName(),
            Chooser.BEFORE,
            before)) {
      outbox.send(producer, outbox.record("value"));
    }
  }

  private static ProducerRecord<Object, Object> keep(ProducerRecord<Object, Object> record) {
    CURRENT.set(record.headers());
    return record;
  }
}
