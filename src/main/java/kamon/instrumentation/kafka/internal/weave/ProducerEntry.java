package kamon.instrumentation.kafka.internal.weave;

import java.util.concurrent.Future;
import kamon.instrumentation.kafka.internal.carry.CarrierRecord;
import kamon.instrumentation.kafka.internal.log.Warning;
import kamon.instrumentation.kafka.internal.tracing.ClientIdentity;
import kamon.instrumentation.kafka.internal.tracing.ProducerTracing;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.ProducerRecord;

/** What woven ProducerRecord and KafkaProducer call. Thread-safe, never throws. */
public final class ProducerEntry {
  private static final Warning FAILED = new Warning();

  private ProducerEntry() {}

  /** A record was built: keeps the context of its construction with it, unless that is empty. */
  public static void recordBuilt(Object record) {
    if (record instanceof Attached && !(record instanceof CarrierRecord)) {
      Object captured = ProducerTracing.capture();
      if (captured != null) {
        ((Attached) record).kamonAttachment(captured);
      }
    }
  }

  /** KafkaProducer.send begins: the callback to go on with. */
  public static Callback beforeInterceptors(ProducerRecord<?, ?> record, Callback callback) {
    Object captured = take(record);
    if (captured != null) {
      captured = ProducerTracing.ifItCounts(captured);
    }
    return captured == null ? callback : new CapturedSend(captured, callback);
  }

  /**
   * KafkaProducer.doSend begins.
   *
   * @return the send, for the calls below; null when the record goes as it is
   */
  public static Object beforeSend(Object producer, ProducerRecord<?, ?> record, Callback callback) {
    if (record == null) {
      return null; // Kafka has an exception for that.
    }
    try {
      Object own = take(record);
      boolean taken = callback instanceof CapturedSend;
      return ProducerTracing.beforeSend(
          Clients.producer(producer),
          record,
          callback(null, callback),
          taken ? ((CapturedSend) callback).captured() : own);
    } catch (Throwable t) {
      FAILED.log("A record is sent without a span", t);
      return null;
    }
  }

  /** The record to send. */
  public static ProducerRecord<?, ?> record(Object send, ProducerRecord<?, ?> record) {
    return send == null ? record : (ProducerRecord<?, ?>) send;
  }

  /** The callback to send with. */
  public static Callback callback(Object send, Callback callback) {
    if (send != null) {
      return ProducerTracing.callback((CarrierRecord<?, ?>) send);
    }
    return callback instanceof CapturedSend ? ((CapturedSend) callback).callback() : callback;
  }

  /** KafkaProducer.partition has returned. */
  public static void serialised(ProducerRecord<?, ?> record, byte[] key, byte[] value) {
    if (record instanceof CarrierRecord) {
      ProducerTracing.serialised((CarrierRecord<?, ?>) record, key, value);
    }
  }

  /**
   * KafkaProducer.doSend ends.
   *
   * @param failure what it throws, or null
   * @param result what it returns, or null
   */
  public static void afterSend(Object send, Throwable failure, Future<?> result) {
    if (send == null) {
      return;
    }
    CarrierRecord<?, ?> carrier = (CarrierRecord<?, ?>) send;
    if (failure != null) {
      ProducerTracing.failed(carrier, failure);
    } else if (result != null && !result.isDone() && !FailureEntry.anyFailed()) {
      carrier.accepted();
    }
  }

  /** A producer was closed. */
  public static void afterClose(Object producer) {
    try {
      ClientIdentity identity = Clients.known(producer);
      if (identity != null) {
        identity.watched().closed();
      }
    } catch (Throwable t) {
      FAILED.log("A producer that was closed may be watched on", t);
    }
  }

  /** The context of a record's construction, which counts for its first send only. */
  private static Object take(Object record) {
    if (!(record instanceof Attached)) {
      return null;
    }
    Attached attached = (Attached) record;
    Object captured = attached.kamonAttachment();
    if (captured != null) {
      attached.kamonAttachment(null);
    }
    return captured;
  }
}
