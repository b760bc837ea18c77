package kamon.instrumentation.kafka.jmh.standin;

import java.util.List;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.header.Headers;

/** Access for code that is compiled against the real clients, which have the same names. */
public final class StandIn {
  private StandIn() {}

  /** A producer whose every record is acknowledged before send returns. */
  public static <K, V> Producer<K, V> producer() {
    return new KafkaProducer<>();
  }

  /** The headers that Kafka would have sent last. */
  public static Headers lastHeaders(Producer<?, ?> producer) {
    return ((KafkaProducer<?, ?>) producer).lastHeaders();
  }

  /** A consumer whose polls return these batches in turn. */
  public static <K, V> Consumer<K, V> consumer(List<ConsumerRecords<K, V>> batches) {
    return new KafkaConsumer<>(batches);
  }
}
