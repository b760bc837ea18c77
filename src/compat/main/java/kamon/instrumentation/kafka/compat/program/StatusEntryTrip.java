package kamon.instrumentation.kafka.compat.program;

import java.util.Collections;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import kamon.instrumentation.kafka.internal.metrics.KamonModules;
import kamon.status.Status;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Prints what Kamon's status page has of Kafka while there is a producer, twice, and after it; then
 * ends without System.exit. Arguments: the broker and a topic.
 */
public final class StatusEntryTrip {
  private static final long PATIENCE_SECONDS = 60;

  private StatusEntryTrip() {}

  public static void main(String[] args) throws Exception {
    KamonLife.begin();
    try {
      for (int i = 0; i < 2; i++) {
        try (KafkaProducer<String, String> producer =
            new KafkaProducer<>(
                Collections.singletonMap("bootstrap.servers", args[0]),
                new StringSerializer(),
                new StringSerializer())) {
          producer.send(new ProducerRecord<>(args[1], "value")).get();
          await(1);
        }
        await(0);
      }
      KamonLife.end();
    } catch (Throwable t) {
      t.printStackTrace();
      System.exit(1); // Kamon's threads would keep the JVM
    }
  }

  private static void await(int count) throws Exception {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (entries() != count) {
      if (System.nanoTime() - deadline > 0) {
        throw new TimeoutException("There are not " + count + " but " + entries());
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
    }
    System.out.println("ENTRIES " + count);
  }

  private static int entries() throws ReflectiveOperationException {
    int entries = 0;
    for (Status.Module module : KamonModules.started()) {
      entries += module.name().equals("Apache Kafka") ? 1 : 0;
    }
    return entries;
  }
}
