package kamon.instrumentation.kafka.propagation;

import kamon.context.Context;
import kamon.instrumentation.kafka.KafkaPropagator;
import kamon.instrumentation.kafka.client.ClientIdentity;
import kamon.instrumentation.kafka.client.HeaderSupport;
import kamon.instrumentation.kafka.config.Settings;
import kamon.instrumentation.kafka.log.Warning;
import kamon.trace.Span;
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
   *
   * @param span to send in place of the context's own
   */
  public static ProducerRecord<?, ?> copyWith(
      Context context, Span span, ProducerRecord<?, ?> record, Object producer) {
    try {
      HeaderSupport support = ClientIdentity.ofProducer(producer).headerSupport();
      if (support != null) {
        return new DeferredRecord<>(record, context, span, support);
      }
      ProducerRecord<?, ?> copy = new CarrierRecord<>(record);
      write(context, span, copy.headers());
      return copy;
    } catch (Throwable t) {
      writeFailed(t);
      return record;
    }
  }

  /** Writes the context, unless a broker cannot store headers. */
  static void write(Context context, Span span, Headers headers, HeaderSupport support) {
    try {
      if (support.isThere()) {
        write(context, span, headers);
      }
    } catch (Throwable t) {
      writeFailed(t);
    }
  }

  private static void write(Context context, Span span, Headers headers) {
    KafkaPropagator propagator = Settings.current().propagator();
    if (propagator instanceof KctxPropagator) {
      ((KctxPropagator) propagator).write(context, span, headers);
    } else {
      propagator.write(span.isEmpty() ? context : context.withEntry(Span.Key(), span), headers);
    }
  }

  private static void writeFailed(Throwable t) {
    WRITE_FAILED.log(describe() + " could not write the context of a record", t);
  }

  private static String describe() {
    try {
      return "Propagator " + Settings.current().propagator().getClass().getName();
    } catch (Throwable t) {
      return "The propagator";
    }
  }
}
