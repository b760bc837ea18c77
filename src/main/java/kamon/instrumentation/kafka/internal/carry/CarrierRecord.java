package kamon.instrumentation.kafka.internal.carry;

import kamon.instrumentation.kafka.internal.log.Warning;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/**
 * The copy of a record that is sent in its place. Until Kafka has serialised it and chosen its
 * partition, its headers are the caller's own, so that serializers, partitioners and interceptors
 * do to them what they do without us, and everybody sees it. Then Kafka asks for the headers twice,
 * to make them read-only and to put them on the wire (KafkaProducer.doSend, in every release from
 * 0.11 to 4.4), and gets others, that have the context; and after that the caller's again, because
 * interceptors and callbacks may look at them.
 */
public final class CarrierRecord<K, V> extends ProducerRecord<K, V> {
  // Copied by the constructor of ProducerRecord into a list that has the size it needs.
  private static final RecordHeaders NONE = new RecordHeaders();

  private static final int TIMES_ON_THE_WIRE = 2;

  private static final Warning UNKNOWN_KAFKA = new Warning();

  // Whether serialised() is never called, because its hook does not bind.
  private static volatile boolean early;

  private final Headers callers;
  private OutgoingContext context;
  private Callback callback;
  private int onTheWire;

  /** The same record, with the same headers and without a context so far. */
  public CarrierRecord(ProducerRecord<K, V> record) {
    super(
        record.topic(), record.partition(), record.timestamp(), record.key(), record.value(), NONE);
    callers = record.headers();
  }

  /** Takes a context along, and the callback to send with. */
  public void load(OutgoingContext outgoing, Callback sendCallback) throws Throwable {
    callback = sendCallback;
    context = outgoing;
    if (early) {
      write(null, null);
      onTheWire = Integer.MAX_VALUE;
    }
  }

  /** The callback to send with, or null. */
  public Callback callback() {
    return callback;
  }

  @Override
  public Headers headers() {
    if (onTheWire == 0) {
      return callers;
    }
    onTheWire--;
    return super.headers();
  }

  /**
   * Kafka has serialised the record and chosen its partition: from here on nobody but Kafka uses
   * the headers. Called once or, by clients 2.4 to 3.2 when a batch is full, once more.
   */
  public void serialised(byte[] key, byte[] value) throws Throwable {
    if (context == null) {
      return;
    }
    write(key, value);
    if (callers instanceof RecordHeaders) {
      ((RecordHeaders) callers).setReadOnly(); // as Kafka does, here
    }
    onTheWire = TIMES_ON_THE_WIRE;
  }

  private void write(byte[] key, byte[] value) throws Throwable {
    OutgoingContext outgoing = context;
    context = null;
    Headers wire = super.headers();
    Header[] own = callers.toArray();
    for (Header header : own) {
      wire.add(header);
    }
    outgoing.write(wire, own, key, value);
  }

  /** Kafka has this record in its buffers. */
  public void accepted() {
    if (context != null && !early) {
      early = true;
      UNKNOWN_KAFKA.log(
          () ->
              "This kafka-clients takes records without the call of KafkaProducer.partition that"
                  + " kamon-kafka knows: contexts are written before serializers run, which see a"
                  + " copy of the caller's headers. Look for a kamon-kafka that knows this release");
    }
  }
}
