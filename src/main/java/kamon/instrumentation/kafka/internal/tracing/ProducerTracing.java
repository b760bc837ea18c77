package kamon.instrumentation.kafka.internal.tracing;

import kamon.Kamon;
import kamon.context.Context;
import kamon.instrumentation.kafka.internal.carry.CarrierRecord;
import kamon.instrumentation.kafka.internal.carry.HeaderRoom;
import kamon.instrumentation.kafka.internal.log.Warning;
import kamon.instrumentation.kafka.internal.propagation.Format;
import kamon.instrumentation.kafka.internal.propagation.Formats;
import kamon.instrumentation.kafka.internal.settings.Policy;
import kamon.instrumentation.kafka.internal.settings.Settings;
import kamon.instrumentation.kafka.internal.unsampled.UnsampledSpans;
import kamon.trace.Span;
import kamon.trace.Trace;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;

/** Makes ready what is sent. Thread-safe, never throws. */
public final class ProducerTracing {
  private static final Warning NO_CONTEXT = new Warning();
  private static final Warning NOT_CAPTURED = new Warning();

  private ProducerTracing() {}

  /** The current context, to be kept with a new record; null when there is nothing in it. */
  public static Object capture() {
    try {
      return Untraced.isCurrent() ? Untraced.MARK : captured(Kamon.currentContext());
    } catch (Throwable t) {
      NOT_CAPTURED.log("Could not keep the current context with a new ProducerRecord", t);
      return null;
    }
  }

  /** The same of any context, also of null. */
  public static Object captured(Context context) {
    return context == null || Sender.isEmpty(context) ? null : CapturedContext.of(context);
  }

  /** The context that was captured. */
  public static Context context(Object captured) {
    return CapturedContext.context(captured);
  }

  /** What {@link #capture} gave, or null when the context that is current now counts alone. */
  public static Object ifItCounts(Object captured) {
    try {
      if (captured == Untraced.MARK) {
        return Untraced.isCurrent() ? null : captured; // Mostly it is sent where it was built.
      }
      return Kamon.currentContext().get(Span.Key()).isEmpty() ? captured : null;
    } catch (Throwable t) {
      NOT_CAPTURED.log("Could not compare the context of a ProducerRecord", t);
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
      if (captured == Untraced.MARK || Untraced.isCurrent() || OwnTraffic.isCurrent()) {
        return null;
      }
      Settings settings = Settings.current();
      Policy policy = producer.policies().of(settings, record.topic());
      if (!policy.isWanted()) {
        return null;
      }
      Format format = Formats.of(settings);
      Headers headers = record.headers();
      Context current = Kamon.currentContext();
      Context sender;
      Span link;
      Headers unknown = headersOfUnknown();
      boolean known = unknown == null;
      if (known) {
        boolean goesOn =
            policy.continuesTrace(record.timestamp() == null ? -1 : record.timestamp());
        sender =
            Sender.context(current, CapturedContext.context(captured), headers, format, goesOn);
        link = Sender.link(sender, headers, format, goesOn);
      } else {
        sender = Context.Empty();
        link = format.read(unknown).get(Span.Key());
      }
      UnsampledSpans unsampled = UnsampledSpans.of(settings, format);
      boolean unlinked = link.isEmpty() && policy.spansWanted() && policy.tags().areKnownBefore();
      String name = policy.operations().producer(record.topic());
      Trace.SamplingDecision decision =
          unlinked && policy.asksSampler() && sender.get(Span.Key()).isEmpty()
              ? unsampled.decide(name, current)
              : null;
      Span parent = unlinked ? unsampled.parent(sender, decision, current) : null;
      if (parent != null) {
        HeaderRoom room = producer.headerRoom();
        return new CarrierRecord<>(
            record,
            new UnsampledSend(
                unsampled, sender, parent, name, format, room, record.topic(), callback));
      }
      Span span = ProducerSpans.start(producer, record, sender, link, policy, name, decision);
      if (span.isEmpty()) {
        if (known && !link.isEmpty()) {
          // No trace starts after all: the one that would not be continued travels on.
          sender = sender.withEntry(Span.Key(), link);
        }
        if (Sender.isEmpty(sender) && !format.isIn(headers)) {
          return null;
        }
      }
      return carrier(producer, record, sender, span, format, callback);
    } catch (Throwable t) {
      NO_CONTEXT.log("A record is sent without its context", t);
      return null;
    }
  }

  private static Headers headersOfUnknown() {
    Processing processing = Processing.current();
    return processing == null ? null : processing.headersOfUnknown();
  }

  /** With the span open, nothing that fails may leave it so. */
  private static CarrierRecord<?, ?> carrier(
      ClientIdentity producer,
      ProducerRecord<?, ?> record,
      Context sender,
      Span span,
      Format format,
      Callback callback) {
    try {
      return new CarrierRecord<>(
          record,
          new TracedSend(sender, span, format, producer.headerRoom(), record.topic(), callback));
    } catch (Throwable t) {
      NO_CONTEXT.log("A record is sent without its context", t);
      span.fail(t);
      span.finish();
      return null;
    }
  }

  /** The callback to send with. */
  public static Callback callback(CarrierRecord<?, ?> carrier) {
    return (Send) carrier.context();
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
    ((Send) carrier.context()).failed(failure);
  }
}
