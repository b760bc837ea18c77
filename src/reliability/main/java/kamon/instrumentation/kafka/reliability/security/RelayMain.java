package kamon.instrumentation.kafka.reliability.security;

import java.util.Map;
import kamon.Kamon;
import kamon.instrumentation.kafka.KafkaInstrumentation;
import kamon.status.Status;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;

/** A service that sends on what it gets, and says how many series of metrics it has. */
public final class RelayMain {
  private RelayMain() {}

  /**
   * Runs until all are sent on.
   *
   * @param args broker, topic from, topic to, how many
   */
  public static void main(String[] args) {
    Kamon.initWithoutAttaching();
    int count = Integer.parseInt(args[3]);
    try (KafkaProducer<String, String> producer =
            Clients.producer(args[0], Map.of("linger.ms", 5));
        KafkaConsumer<String, String> consumer =
            Clients.consumer(args[0], args[1], args[1], Map.of())) {
      int done = 0;
      while (done < count) {
        for (ConsumerRecord<String, String> record : Clients.poll(consumer, 1)) {
          ProducerRecord<String, String> next =
              new ProducerRecord<>(args[2], null, null, null, record.value(), record.headers());
          Object sent =
              KafkaInstrumentation.callWithConsumerSpan(record, () -> producer.send(next));
          done += sent == null ? 0 : 1;
          if (done == count / 2) {
            System.out.println("half " + series());
          }
        }
      }
      producer.flush();
      System.out.println("all " + series());
    }
    System.exit(0);
  }

  private static long series() {
    long series = 0;
    scala.collection.Iterator<Status.Metric> metrics =
        Kamon.status().metricRegistry().metrics().iterator();
    while (metrics.hasNext()) {
      series += metrics.next().instruments().size();
    }
    return series;
  }
}
