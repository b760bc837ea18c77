package kamon.instrumentation.kafka.agent.child.control;

import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;

/** Records of all sizes around the largest that a producer takes. */
final class Sizes {
  private final Outbox outbox;

  Sizes(Outbox outbox) {
    this.outbox = outbox;
  }

  void run() {
    with("none");
    with("gzip");
  }

  private void with(String compression) {
    outbox.notes.begin("max.request.size with compression " + compression);
    try (KafkaProducer<Object, Object> producer =
        outbox.producer(
            Text.plain(),
            "interceptor.classes",
            "",
            "max.request.size",
            1000,
            "compression.type",
            compression)) {
      for (int size = 800; size <= 940; size++) {
        outbox.notes.add(String.valueOf(size), send(producer, size));
      }
    }
  }

  private String send(KafkaProducer<Object, Object> producer, int size) {
    StringBuilder value = new StringBuilder();
    while (value.length() < size) {
      value.append('x');
    }
    Future<RecordMetadata> sent =
        producer.send(new ProducerRecord<>(outbox.topic, null, value.toString()));
    return Outbox.result(sent);
  }
}
