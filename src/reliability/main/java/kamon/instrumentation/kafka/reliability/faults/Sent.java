package kamon.instrumentation.kafka.reliability.faults;

import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.RecordMetadata;

/** One send, and all that the application has seen of it. */
final class Sent implements Callback {
  final int partition;
  final int sequence;
  final String key;
  final Tracing.Sampled sampled;
  final AtomicInteger callbacks = new AtomicInteger();
  private final String name;
  private final Map<String, AtomicInteger> orders;
  private final AtomicInteger acknowledgedOfAll;

  volatile RecordMetadata metadata;
  volatile Exception failure;
  volatile String thread = "none";
  volatile int place = -1;
  Throwable thrown;
  Future<RecordMetadata> future;

  /**
   * @param orders counts the callbacks of all sends, on each kind of thread
   * @param acknowledged counts those that were acknowledged
   */
  Sent(
      String name,
      int partition,
      int sequence,
      Tracing.Sampled sampled,
      Map<String, AtomicInteger> orders,
      AtomicInteger acknowledged) {
    this.name = name;
    this.partition = partition;
    this.sequence = sequence;
    this.key = name + "-" + sequence;
    this.sampled = sampled;
    this.orders = orders;
    this.acknowledgedOfAll = acknowledged;
  }

  @Override
  public void onCompletion(RecordMetadata acknowledged, Exception exception) {
    // The network thread's name ends with the client's.
    thread = Thread.currentThread().getName().startsWith("kafka-producer-network") ? "io" : "own";
    // Kafka promises an order to what it acknowledges, in each partition, and to the thread that
    // sends; batches that a producer gives up come from a set.
    String kind = thread + (exception == null ? " acknowledged " + partition : " failed");
    place = orders.computeIfAbsent(kind, each -> new AtomicInteger()).getAndIncrement();
    metadata = acknowledged;
    failure = exception;
    callbacks.incrementAndGet();
    if (exception == null) {
      acknowledgedOfAll.incrementAndGet();
    }
    if (name.equals("throwing")) {
      throw new BadCallback();
    }
  }

  /** What went wrong, wherever it was said; null for nothing. */
  Throwable problem() {
    return thrown == null ? failure : thrown;
  }

  /** Where Kafka has called twice, one thread can be the later one as well as the other. */
  String threads() {
    return callbacks.get() > 1 ? "both" : thread;
  }

  /** Whether its place among callbacks of its kind is certain. */
  boolean isInOrder() {
    return failure == null || threads().equals("own");
  }

  boolean isAcknowledged() {
    return callbacks.get() == 1 && problem() == null;
  }

  /** Without the stack traces that Kafka logs. */
  private static final class BadCallback extends RuntimeException {
    BadCallback() {
      super("A bad callback", null, false, false);
    }
  }
}
