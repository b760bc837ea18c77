package kamon.instrumentation.kafka.reliability.concurrency;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import kamon.Kamon;
import kamon.context.Context;
import kamon.context.Storage;
import kamon.trace.Span;
import kamon.trace.Span$Empty$;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * One thread that sends: a record of its own, whose value is its trace, and one that all threads
 * send. Sometimes the callback sends, too.
 */
final class Sender implements Runnable {
  static final int CALLBACK_SENDS = 10;
  static final String OF_ALL = "of all";

  // Built outside of any trace, so that each send is in that of its sender.
  private static final ThreadLocal<Span> REQUEST = new ThreadLocal<>();

  private final KafkaProducer<String, String> producer;
  private final ProducerRecord<String, String> ofAll;
  private final String topic;
  private final int number;
  private final int each;
  private final AtomicLong sent;
  private final Wrong wrong;

  /**
   * @param sent counts the sends of all
   */
  Sender(
      KafkaProducer<String, String> producer,
      String topic,
      int number,
      int each,
      AtomicLong sent,
      Wrong wrong) {
    this.producer = producer;
    this.topic = topic;
    this.number = number;
    this.each = each;
    this.sent = sent;
    this.wrong = wrong;
    this.ofAll = ofAll(topic);
  }

  private static ProducerRecord<String, String> shared;

  /** The same object for the threads of a topic. */
  private static synchronized ProducerRecord<String, String> ofAll(String topic) {
    if (shared == null || !shared.topic().equals(topic)) {
      shared = new ProducerRecord<>(topic, "all", OF_ALL);
    }
    return shared;
  }

  @Override
  public void run() {
    for (int i = 0; i < each; i++) {
      Span request = request();
      REQUEST.set(request);
      String trace = request.trace().id().string();
      CountDownLatch done = new CountDownLatch(i % 50 == 0 ? 1 : 0);
      Storage.Scope scope =
          Kamon.storeContext(
              Context.of(Span.Key(), request).withTag("sender", String.valueOf(number)));
      try {
        boolean sends = i % CALLBACK_SENDS == 0;
        Future<?> unused =
            producer.send(
                new ProducerRecord<>(topic, "key-" + number, value(trace)),
                callback(trace, sends, done));
        unused = producer.send(ofAll, callback(trace, false, done));
        sent.addAndGet(2);
        wrong.expect(REQUEST.get() == Kamon.currentSpan(), "another span after send");
      } catch (RuntimeException e) {
        wrong.expect(false, e.toString());
      } finally {
        scope.close();
        request.finish();
      }
      try {
        wrong.expect(done.await(1, TimeUnit.MINUTES), "no callback within a minute");
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    wrong.expect(Kamon.currentContext().isEmpty(), "a context is left with the sender");
  }

  /** Of the application's own: Kamon's tracer throws when it is stopped at that very moment. */
  private static Span request() {
    try {
      return Kamon.spanBuilder("request").start();
    } catch (RuntimeException e) {
      return Span$Empty$.MODULE$;
    }
  }

  private String value(String trace) {
    return number + " " + trace;
  }

  private Callback callback(String trace, boolean sends, CountDownLatch done) {
    return (metadata, failure) -> {
      wrong.expect(failure == null, "not sent: " + failure);
      wrong.expectTrace(trace, Kamon.currentSpan().trace().id().string(), "callback's trace");
      if (sends) {
        Future<?> unused =
            producer.send(new ProducerRecord<>(topic, "key-" + number, value(trace)));
      }
      done.countDown();
    };
  }
}
