package kamon.instrumentation.kafka.compat.fleet;

import java.nio.charset.StandardCharsets;
import kamon.Kamon;
import kamon.context.Context;
import kamon.context.Storage;
import kamon.instrumentation.kafka.KafkaInstrumentation;
import kamon.instrumentation.kafka.compat.program.KamonLife;
import kamon.tag.Lookups;
import kamon.trace.Span;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;

/**
 * A service with Kamon at both ends of a trace: sends a record within a span and a tag, and
 * processes what comes back. Prints the headers and the tag that came. Arguments: the broker, the
 * topic to send to, and the topic to read.
 */
public final class Ends {
  private Ends() {}

  public static void main(String[] args) throws Exception {
    KamonLife.begin();
    try (KafkaProducer<String, String> producer = Clients.producer(args[0]);
        KafkaConsumer<String, String> consumer = Clients.consumer(args[0], args[2])) {
      Span checkout = Kamon.spanBuilder("checkout").start();
      Context context = Context.of("tenant", "acme").withEntry(Span.Key(), checkout);
      Storage.Scope scope = Kamon.storeContext(context);
      producer.send(new ProducerRecord<>(args[1], "key", "value")).get();
      scope.close();
      checkout.finish();
      for (ConsumerRecord<String, String> record : Clients.poll(consumer)) {
        KafkaInstrumentation.runWithConsumerSpan(record, () -> print(record));
      }
      KamonLife.end();
    } catch (Throwable t) {
      t.printStackTrace();
      System.exit(1); // Kamon's threads would keep the JVM
    }
  }

  private static void print(ConsumerRecord<String, String> record) {
    for (Header header : record.headers()) {
      System.out.println(
          "HEADER " + header.key() + ": " + new String(header.value(), StandardCharsets.UTF_8));
    }
    System.out.println("TENANT " + Kamon.currentContext().getTag(Lookups.plain("tenant")));
  }
}
