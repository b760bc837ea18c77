package kamon.instrumentation.kafka.agent.child.control;

import java.util.concurrent.Future;
import java.util.function.BiConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.header.Headers;

/** Sends that fail, each in another place. */
final class Failing {
  private final Outbox outbox;

  Failing(Outbox outbox) {
    this.outbox = outbox;
  }

  void run() {
    serializer("serializer that throws", new IllegalArgumentException("no"));
    serializer("serializer that takes another type", new ClassCastException("no"));
    partitioner();
    tooLarge();
    unknownPartition();
    interrupted();
    closed();
    callback();
    nothing();
  }

  private void serializer(String name, RuntimeException failure) {
    outbox.notes.begin(name);
    BiConsumer<Headers, Object> before =
        (headers, data) -> {
          headers.add("by-serializer", null);
          throw failure;
        };
    try (KafkaProducer<Object, Object> producer = outbox.producer(new Text(before))) {
      outbox.send(producer, outbox.record("value"));
    }
  }

  private void partitioner() {
    outbox.notes.begin("partitioner that throws");
    Runnable before =
        () -> {
          throw new IllegalArgumentException("no");
        };
    try (KafkaProducer<Object, Object> producer =
        outbox.producer(
            Text.plain(), "partitioner.class", Chooser.class.getName(), Chooser.BEFORE, before)) {
      outbox.send(producer, outbox.record("value"));
    }
  }

  private void tooLarge() {
    outbox.notes.begin("record that is too large");
    try (KafkaProducer<Object, Object> producer =
        outbox.producer(Text.plain(), "max.request.size", 80)) {
      outbox.send(producer, outbox.record("value"));
    }
  }

  private void unknownPartition() {
    outbox.notes.begin("partition that does not exist");
    try (KafkaProducer<Object, Object> producer =
        outbox.producer(Text.plain(), "max.block.ms", 300)) {
      while (!knowsTheTopic(producer)) {
        // Or it would be the topic that is not there in time, on a machine that is busy.
      }
      outbox.send(producer, new ProducerRecord<>(outbox.topic, 7, "key", "value"));
    }
  }

  private boolean knowsTheTopic(KafkaProducer<Object, Object> producer) {
    try {
      return !producer.partitionsFor(outbox.topic).isEmpty();
    } catch (TimeoutException e) {
      return false;
    }
  }

  private void interrupted() {
    outbox.notes.begin("thread that is interrupted");
    try (KafkaProducer<Object, Object> producer = outbox.producer(Text.plain())) {
      Thread.currentThread().interrupt();
      outbox.send(producer, outbox.record("value"));
      outbox.notes.add("is interrupted", Thread.interrupted());
    }
  }

  private void closed() {
    outbox.notes.begin("producer that is closed");
    KafkaProducer<Object, Object> producer = outbox.producer(Text.plain());
    producer.close();
    outbox.send(producer, outbox.record("value"));
  }

  private void callback() {
    outbox.notes.begin("callback that throws");
    try (KafkaProducer<Object, Object> producer = outbox.producer(Text.plain())) {
      Future<RecordMetadata> sent =
          producer.send(
              outbox.record("value"),
              (metadata, failure) -> {
                throw new IllegalStateException("no");
              });
      outbox.notes.add("result", Outbox.result(sent));
    }
  }

  private void nothing() {
    outbox.notes.begin("null for a record");
    try (KafkaProducer<Object, Object> producer =
        outbox.producer(Text.plain(), "interceptor.classes", "")) {
      outbox.notes.add("result", Outbox.result(producer.send(null)));
    } catch (RuntimeException e) {
      outbox.notes.add("thrown", Notes.of(e));
    }
  }
}
