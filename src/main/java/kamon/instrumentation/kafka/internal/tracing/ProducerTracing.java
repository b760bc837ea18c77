package kamon.instrumentation.kafka.internal.tracing;

import kamon.Kamon;
import kamon.context.Context;
import kamon.instrumentation.kafka.internal.carry.CarrierRecord;
import kamon.instrumentation.kafka.internal.carry.OutgoingContext;
import kamon.instrumentation.kafka.internal.log.Warning;
import kamon.instrumentation.kafka.internal.propagation.Format;
import kamon.instrumentation.kafka.internal.propagation.Formats;
import kamon.instrumentation.kafka.internal.settings.Policy;
import kamon.instrumentation.kafka.internal.settings.Settings;
import kamon.trace.Span;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Makes ready what is sent. Thread-safe, never throws. */
public final class ProducerTracing {
  private static final Warning NO_SPAN = new Warning();
  private static final Warning NO_CONTEXT = new Warning();
  private static final Warning NOT_CAPTURED = new Warning();

  private ProducerTracing() {}

  /** The current context, to be kept with a new record; null when there is nothing in it. */
  public static Object capture() {
    try {
      Context context = Kamon.currentContext();
      return Sender.isEmpty(context) ? null : CapturedContext.of(context);
    } catch (Throwable t) {
      NOT_CAPTURED.log("Could not keep the current context with a new ProducerRecord", t);
      return null;
    }
  }

  /**
   * A record is about to be sent.
   *
   * @param captured what {@link #capture} gave when the record was built, null when it was sent
   *     before
   * @return what to send in its place, or null to send it as it is
   */
  public static CarrierRecord<?, ?> beforeSend(
      ClientIdentity producer, ProducerRecord<?, ?> record, Callback callback, Object captured) {
    try {
      if (OwnTraffic.isCurrent()) {
        return null;
      }
      Settings settings = Settings.current();
      Policy policy = settings.policy();
      Format format = Formats.of(settings);
      Sender sender =
          Sender.of(
              Kamon.currentContext(),
              CapturedContext.context(captured),
              record.headers(),
              format,
              policy);
      boolean nothing = Sender.isEmpty(sender.context());
      if (nothing && !policy.startTraceOnProducer() && !format.isIn(record.headers())) {
        return null;
      }
      Span span = ProducerSpans.start(producer, record, sender, policy);
      return nothing && span.isEmpty() && !format.isIn(record.headers())
          ? null
          : carrier(producer, record, sender, span, format, callback);
    } catch (Throwable t) {
      NO_SPAN.log("A record is sent without a span", t);
      return null;
    }
  }

  /** With the span open, nothing that fails may leave it so. */
  private static CarrierRecord<?, ?> carrier(
      ClientIdentity producer,
      ProducerRecord<?, ?> record,
      Sender sender,
      Span span,
      Format format,
      Callback callback) {
    try {
      CarrierRecord<?, ?> carrier = new CarrierRecord<>(record);
      // Where no trace starts after all, the one that was not continued travels on.
      Context context =
          span.isEmpty() && !sender.link().isEmpty()
              ? sender.context().withEntry(Span.Key(), sender.link())
              : sender.context();
      OutgoingContext outgoing =
          new OutgoingContext(context, span, format, producer.headerRoom(), carrier.topic());
      carrier.load(outgoing, new TracedSend(outgoing, callback));
      return carrier;
    } catch (Throwable t) {
      NO_CONTEXT.log("A record is sent without its context", t);
      span.fail(t);
      span.finish();
      return null;
    }
  }

  /** Kafka has serialised a record that is being sent, and chosen its partition. */
  public static void serialised(CarrierRecord<?, ?> carrier, byte[] key, byte[] value) {
    try {
      carrier.serialised(key, value);
    } catch (Throwable t) {
      NO_CONTEXT.log("A record is sent without its context", t);
    }
  }

  /** A send ended in an exception, which goes to the caller. */
  public static void failed(CarrierRecord<?, ?> carrier, Throwable failure) {
    ((TracedSend) carrier.callback()).failed(failure);
  }
}
