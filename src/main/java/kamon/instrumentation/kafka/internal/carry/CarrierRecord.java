package kamon.instrumentation.kafka.internal.carry;

import kamon.instrumentation.kafka.internal.log.Warning;
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

  private static final Warning UNKNOWN_KAFKA = new Warning();

  // Whether serialised() is never called, because its hook does not bind.
  private static volatile boolean early;

  private final Headers callers;
  private final OutgoingContext context;

  /** The same record, with a context. */
  public CarrierRecord(ProducerRecord<K, V> record, OutgoingContext context) throws Throwable {
    super(
        record.topic(), record.partition(), record.timestamp(), record.key(), record.value(), NONE);
    this.callers = record.headers();
    this.context = context;
    if (early) {
      write(null, null);
      context.wireReads = OutgoingContext.EVER;
    }
  }

  /** What it takes along. */
  public OutgoingContext context() {
    return context;
  }

  @Override
  public Headers headers() {
    if (context.wireReads <= 0) {
      return callers;
    }
    if (context.wireReads != OutgoingContext.EVER) {
      context.wireReads--;
    }
    return super.headers();
  }

  /**
   * Kafka has serialised the record and chosen its partition: from here on nobody but Kafka uses
   * the headers. Called once or, by clients 2.4 to 3.2 when a batch is full, once more.
   */
  public void serialised(byte[] key, byte[] value) throws Throwable {
    if (context.wireReads != OutgoingContext.NOT_WRITTEN_YET) {
      return;
    }
    context.wireReads = 0; // should anything fail now
    write(key, value);
    if (callers instanceof RecordHeaders) {
      ((RecordHeaders) callers).setReadOnly(); // as Kafka does, here
    }
    context.wireReads = OutgoingContext.ONCE_WRITTEN;
  }

  private void write(byte[] key, byte[] value) throws Throwable {
    Headers headers = super.headers();
    Header[] own = callers.toArray();
    for (Header header : own) {
      headers.add(header);
    }
    context.write(headers, own, key, value);
  }

  /** Kafka has this record in its buffers. */
  public void accepted() {
    if (context.wireReads == OutgoingContext.NOT_WRITTEN_YET) {
      early = true;
      UNKNOWN_KAFKA.log(
          () ->
              "This kafka-clients takes records without the call of KafkaProducer.partition that"
                  + " kamon-kafka knows: contexts are written before serializers run, which see a"
                  + " copy of the caller's headers. Look for a kamon-kafka that knows this release");
    }
  }
}
