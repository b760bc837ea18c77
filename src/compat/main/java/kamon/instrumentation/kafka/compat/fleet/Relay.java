package kamon.instrumentation.kafka.compat.fleet;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;

/**
 * A service that knows nothing of tracing: for each record of a topic it sends one of its own to
 * another. Prints the headers that came. Arguments: the broker and the two topics.
 */
public final class Relay {
  private Relay() {}

  public static void main(String[] args) throws Exception {
    try (KafkaProducer<String, String> producer = Clients.producer(args[0]);
        KafkaConsumer<String, String> consumer = Clients.consumer(args[0], args[1])) {
      for (ConsumerRecord<String, String> record : Clients.poll(consumer)) {
        for (Header header : record.headers()) {
          System.out.println(
              "CAME " + header.key() + ": " + new String(header.value(), StandardCharsets.UTF_8));
        }
        producer.send(new ProducerRecord<>(args[2], record.key(), record.value())).get();
      }
    }
  }
}
