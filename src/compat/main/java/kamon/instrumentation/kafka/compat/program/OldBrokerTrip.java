package kamon.instrumentation.kafka.compat.program;

import java.util.Collections;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;

/**
 * Sends to a broker without record headers and polls from it: a first record, when the producer
 * does not know its broker yet, a second one, and a third when it has forgotten the broker again.
 * Arguments: the broker and a name for this run.
 */
public final class OldBrokerTrip {
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(60);

  private OldBrokerTrip() {}

  public static void main(String[] args) throws Exception {
    KamonLife.begin();
    try {
      roundTrip(new Trip(args[0], args[1], Way.POLL_DURATION));
    } finally {
      KamonLife.end();
    }
  }

  private static void roundTrip(Trip trip) throws InterruptedException, ExecutionException {
    try (KafkaProducer<String, String> producer =
        trip.producer(
            // On from 3.0; brokers before 0.11 do not know it.
            "enable.idempotence", "false",
            "connections.max.idle.ms", "500",
            // Idle connections are looked for at least that often.
            "request.timeout.ms", "2000",
            "retries", "10")) {
      trip.send(producer);
      trip.send(producer);
      awaitDisconnected(producer);
      trip.send(producer);
    }
    try (KafkaConsumer<String, String> consumer =
        new KafkaConsumer<>(trip.consumerSettings(true, "auto.offset.reset", "earliest"))) {
      consumer.subscribe(Collections.singletonList(trip.topic()));
      for (ConsumerRecord<String, String> record : Clients.poll(consumer, 3, false)) {
        System.out.println("HEADERS " + record.offset() + " " + record.headers().toArray().length);
        trip.received(Collections.singletonList(record));
      }
    }
  }

  private static void awaitDisconnected(KafkaProducer<String, String> producer) {
    long deadline = System.nanoTime() + PATIENCE_NANOS;
    while (connections(producer) > 0) {
      if (System.nanoTime() - deadline > 0) {
        throw new IllegalStateException("The idle producer stays connected");
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
    }
  }

  private static double connections(KafkaProducer<String, String> producer) {
    for (Map.Entry<MetricName, ? extends Metric> metric : producer.metrics().entrySet()) {
      if (metric.getKey().name().equals("connection-count")) {
        return value(metric.getValue());
      }
    }
    throw new IllegalStateException("No metric connection-count");
  }

  // By name: 0.11 has value() only, and 4.4, which this is compiled against, metricValue() only.
  private static double value(Metric metric) {
    try {
      return ((Number) Metric.class.getMethod("value").invoke(metric)).doubleValue();
    } catch (ReflectiveOperationException e) {
      return ((Number) metric.metricValue()).doubleValue();
    }
  }
}
