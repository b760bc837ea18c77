package kamon.instrumentation.kafka.producer;

import kamon.Kamon;
import kamon.context.Context;
import kamon.instrumentation.kafka.config.Settings;
import kamon.instrumentation.kafka.hooks.Attached;
import kamon.instrumentation.kafka.log.Warning;
import kamon.instrumentation.kafka.propagation.CarrierRecord;
import kamon.instrumentation.kafka.propagation.ContextHeaders;
import kamon.trace.Span;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.ProducerRecord;

/** What instrumented ProducerRecord and KafkaProducer call. Thread-safe, never throws. */
public final class ProducerTracing {
  private static final Warning FAILED = new Warning();

  private ProducerTracing() {}

  /** A record was built: keeps the context of its construction with it, unless that is empty. */
  public static void recordCreated(Object record) {
    if (record instanceof CarrierRecord) {
      return;
    }
    try {
      Context context = Kamon.currentContext();
      if (!isEmpty(context) && record instanceof Attached) {
        ((Attached) record).kamonAttachment(context);
      }
    } catch (Throwable t) {
      FAILED.log("Could not keep the current context with a new ProducerRecord", t);
    }
  }

  /**
   * A record is about to be sent.
   *
   * @return what to send in its place, or null to send it as it is
   */
  public static TracedSend beforeSend(
      Object producer, ProducerRecord<?, ?> record, Callback callback) {
    if (record == null) {
      return null; // Kafka has an exception for that.
    }
    try {
      Settings settings = Settings.current();
      Context sender = sender(record);
      if (isEmpty(sender) && !settings.startTraceOnProducer()) {
        return null;
      }
      return trace(producer, record, callback, sender, settings);
    } catch (Throwable t) {
      FAILED.log("A record is sent without a span", t);
      return null;
    }
  }

  private static TracedSend trace(
      Object producer,
      ProducerRecord<?, ?> record,
      Callback callback,
      Context current,
      Settings settings) {
    Context sender = current;
    if (isEmpty(sender) && settings.continueTraceOnConsumer()) {
      // A record sent on with the headers it came with, by a thread that works in no context:
      // Spring Kafka's retry and dead-letter topics, and Kafka Streams.
      sender = ContextHeaders.read(record.headers());
    }
    Span parent = sender.get(Span.Key());
    Span span =
        parent.isEmpty() && !settings.startTraceOnProducer()
            ? parent
            : ProducerSpans.start(producer, record, sender, parent, settings);
    // From here on the span is open: nothing that can throw may follow.
    return span.isEmpty() && sender.isEmpty() ? null : new TracedSend(span, sender, callback);
  }

  /** Mostly it is the one empty context, and no look into it is needed. */
  private static boolean isEmpty(Context context) {
    return context == Context.Empty() || context.isEmpty();
  }

  /**
   * The context of the record's construction, or the current one; with the current span where the
   * former has none.
   */
  private static Context sender(ProducerRecord<?, ?> record) {
    Context captured =
        record instanceof Attached ? (Context) ((Attached) record).kamonAttachment() : null;
    if (captured != null && !captured.get(Span.Key()).isEmpty()) {
      return captured; // Mostly; the current context is not even looked up then.
    }
    Context current = Kamon.currentContext();
    if (captured == null) {
      return current;
    }
    Span span = current.get(Span.Key());
    return span.isEmpty() ? captured : captured.withEntry(Span.Key(), span);
  }
}
