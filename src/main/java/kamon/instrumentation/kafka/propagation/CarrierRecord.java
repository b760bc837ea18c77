package kamon.instrumentation.kafka.propagation;

import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * The copy of a record that is sent in its place. A type of its own, so that it is known for one
 * when it is built: it needs no context of its construction.
 */
public class CarrierRecord<K, V> extends ProducerRecord<K, V> {
  CarrierRecord(ProducerRecord<K, V> record) {
    super(
        record.topic(),
        record.partition(),
        record.timestamp(),
        record.key(),
        record.value(),
        record.headers());
  }
}
