package kamon.instrumentation.kafka.jmh.tools;

import java.util.concurrent.Future;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.header.Headers;

/** A tracing tool from within a measured JVM. What it does not offer, it leaves as here. */
public interface Tracer {

  /** The tracer for the tool that this JVM was started with. */
  static Tracer of(Tool tool) {
    try {
      return tool.tracer().asSubclass(Tracer.class).getDeclaredConstructor().newInstance();
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("No tracer for " + tool, e);
    }
  }

  /**
   * Starts the tool, once in this JVM, and makes the parent current in this thread for ever.
   *
   * @return the parent, or null when there is none
   */
  default SpanIds start(Parent parent) {
    return null;
  }

  /** Runs the action within a span of the application, a new one. */
  default void within(boolean sampled, Runnable action) {
    action.run();
  }

  /**
   * Makes the tool report its spans, to nobody.
   *
   * @return how many it has reported so far; constantly 0 where the tool cannot do that
   */
  default LongSupplier discardReports() {
    return () -> 0;
  }

  default <K, V> Producer<K, V> traced(Producer<K, V> producer) {
    return producer;
  }

  default <K, V> Consumer<K, V> traced(Consumer<K, V> consumer) {
    return consumer;
  }

  /** Sends as the application has to with this tool: by default, as without any. */
  default <K, V> Future<RecordMetadata> send(
      Producer<K, V> producer, ProducerRecord<K, V> record, Callback callback) {
    return producer.send(record, callback);
  }

  /** The span that a record carries, or null. */
  default SpanIds carried(Headers headers) {
    return null;
  }

  /** Makes a record carry a context. */
  default void carry(Incoming incoming, Headers headers) {}

  /**
   * Whether the tool has left its mark on records, or on their container, when they were polled.
   */
  default boolean marks(ConsumerRecords<?, ?> polled) {
    return false;
  }

  /** The span that is current in this thread, or null. */
  default SpanIds current() {
    return null;
  }

  /** The context that a record carries. */
  default Object extract(ConsumerRecord<?, ?> record) {
    return record;
  }

  /** A span for processing the record, started and finished. */
  default Object span(ConsumerRecord<?, ?> record) {
    return record;
  }

  /** Runs the action within a span for processing the record. */
  default <T> T process(ConsumerRecord<?, ?> record, Supplier<T> action) {
    return action.get();
  }
}
