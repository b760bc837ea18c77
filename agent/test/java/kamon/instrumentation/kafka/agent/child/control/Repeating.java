package kamon.instrumentation.kafka.agent.child.control;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/** Records that are sent more than once, or compared with others. */
final class Repeating {
  private static final int THREADS = 8;

  private final Outbox outbox;

  Repeating(Outbox outbox) {
    this.outbox = outbox;
  }

  void run() throws Exception {
    try (KafkaProducer<Object, Object> producer = outbox.producer(Text.plain())) {
      threeTimes(producer);
      withoutHeaders(producer);
      forwarded(producer);
      subclass(producer);
      ownHeaders(producer);
      equality(producer);
    }
    byEightThreads();
  }

  private void threeTimes(KafkaProducer<Object, Object> producer) {
    outbox.notes.begin("three times");
    ProducerRecord<Object, Object> record = outbox.record("value");
    for (int i = 0; i < 3; i++) {
      outbox.send(producer, record);
    }
  }

  private void withoutHeaders(KafkaProducer<Object, Object> producer) {
    outbox.notes.begin("no headers, no key, no value");
    outbox.send(producer, new ProducerRecord<>(outbox.topic, null, 1L, null, null, null));
  }

  private void forwarded(KafkaProducer<Object, Object> producer) {
    outbox.notes.begin("a context that it came with");
    ProducerRecord<Object, Object> record = outbox.record("value");
    record.headers().add("kctx", Text.bytes("one")).add("kctx", Text.bytes("two"));
    outbox.send(producer, record);
    outbox.send(producer, record);
  }

  private void subclass(KafkaProducer<Object, Object> producer) {
    outbox.notes.begin("subclass");
    outbox.send(producer, new Order(outbox.topic));
  }

  private void ownHeaders(KafkaProducer<Object, Object> producer) {
    outbox.notes.begin("subclass with headers of its own");
    Headers own = new RecordHeaders().add("own", Text.bytes("7"));
    outbox.send(
        producer,
        new ProducerRecord<Object, Object>(outbox.topic, "key", "value") {
          @Override
          public Headers headers() {
            return own;
          }
        });
  }

  private void equality(KafkaProducer<Object, Object> producer) {
    outbox.notes.begin("equality");
    ProducerRecord<Object, Object> one = outbox.record("value");
    ProducerRecord<Object, Object> other = outbox.record("value");
    compare("new", one, other);
    outbox.send(producer, one);
    compare("one of them sent", one, other);
    outbox.send(producer, other);
    compare("both sent", one, other);
  }

  private void compare(
      String when, ProducerRecord<Object, Object> one, ProducerRecord<Object, Object> other) {
    outbox.notes.add(
        when,
        "records equal "
            + one.equals(other)
            + ", their hash codes "
            + (one.hashCode() == other.hashCode())
            + ", headers equal "
            + one.headers().equals(other.headers())
            + ", their hash codes "
            + (one.headers().hashCode() == other.headers().hashCode()));
  }

  private void byEightThreads() throws Exception {
    outbox.notes.begin("eight threads");
    ProducerRecord<Object, Object> record = outbox.record("value");
    CyclicBarrier start = new CyclicBarrier(THREADS);
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try (KafkaProducer<Object, Object> producer =
        outbox.producer(Text.plain(), "interceptor.classes", "")) {
      Callable<Integer> sending =
          () -> {
            start.await();
            for (int i = 0; i < 20; i++) {
              producer.send(record).get();
            }
            return 20;
          };
      int sent = 0;
      List<Future<Integer>> all =
          new ArrayList<>(threads.invokeAll(Collections.nCopies(THREADS, sending)));
      for (Future<Integer> one : all) {
        sent += one.get();
      }
      outbox.notes.add("sent", sent);
    } finally {
      threads.shutdown();
    }
    outbox.notes.add("in the end", Notes.of(record));
  }

  /** Says what it is, as records of applications do. */
  private static final class Order extends ProducerRecord<Object, Object> {
    Order(String topic) {
      super(topic, "key", "value");
    }

    @Override
    public Object value() {
      return "an order";
    }

    @Override
    public String toString() {
      return "Order with " + headers();
    }
  }
}
