package kamon.instrumentation.kafka.propagation;

import kamon.context.Context;
import kamon.instrumentation.kafka.client.ClientIdentity;
import kamon.instrumentation.kafka.client.HeaderSupport;
import kamon.instrumentation.kafka.config.Settings;
import kamon.instrumentation.kafka.log.Warning;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;

/** Contexts of records, by the propagator in use. Never throws, whatever headers hold. */
public final class ContextHeaders {
  private static final Warning READ_FAILED = new Warning();
  private static final Warning WRITE_FAILED = new Warning();

  private ContextHeaders() {}

  /** The context that a consumed record carries, or the empty one. */
  public static Context read(ConsumerRecord<?, ?> record) {
    return read(record.headers());
  }

  /** The context that headers carry, or the empty one. */
  public static Context read(Headers headers) {
    try {
      Context context = Settings.current().propagator().read(headers);
      return context == null ? Context.Empty() : context;
    } catch (Throwable t) {
      READ_FAILED.log(describe() + " could not read the context of a record", t);
      return Context.Empty();
    }
  }

  /**
   * A copy of the record that carries the context, or the record itself when that fails. The
   * caller's record stays as it is: it may be sent again, or by another thread at the same time.
   */
  public static ProducerRecord<?, ?> copyWith(
      Context context, ProducerRecord<?, ?> record, Object producer) {
    try {
      HeaderSupport support = ClientIdentity.ofProducer(producer).headerSupport();
      if (support != null) {
        return new DeferredRecord<>(record, context, support);
      }
      ProducerRecord<?, ?> copy = copy(record);
      Settings.current().propagator().write(context, copy.headers());
      return copy;
    } catch (Throwable t) {
      writeFailed(t);
      return record;
    }
  }

  /** Writes the context, unless a broker cannot store headers. */
  static void write(Context context, Headers headers, HeaderSupport support) {
    try {
      if (support.isThere()) {
        Settings.current().propagator().write(context, headers);
      }
    } catch (Throwable t) {
      writeFailed(t);
    }
  }

  private static void writeFailed(Throwable t) {
    WRITE_FAILED.log(describe() + " could not write the context of a record", t);
  }

  private static <K, V> ProducerRecord<K, V> copy(ProducerRecord<K, V> record) {
    return new ProducerRecord<>(
        record.topic(),
        record.partition(),
        record.timestamp(),
        record.key(),
        record.value(),
        record.headers());
  }

  private static String describe() {
    try {
      return "Propagator " + Settings.current().propagator().getClass().getName();
    } catch (Throwable t) {
      return "The propagator";
    }
  }
}
