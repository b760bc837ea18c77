package kamon.instrumentation.kafka.compat.reactive;

import java.util.HashMap;
import java.util.Map;
import kamon.Kamon;
import kamon.context.Context;
import kamon.context.Storage;
import kamon.instrumentation.kafka.compat.program.KamonLife;
import kamon.tag.Lookups;
import kamon.trace.Span;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;

/** What the programs have in common: some orders, each of a request of its own. */
final class Orders {
  static final int COUNT = 3;

  private Orders() {}

  interface Shop {
    void bill() throws Exception;
  }

  /** Sends orders, and lets a shop bill them. */
  static void run(String broker, String topic, Shop shop) {
    try {
      KamonLife.begin();
      send(broker, topic);
      shop.bill();
      KamonLife.awaitSpans();
      KamonLife.end();
    } catch (Throwable t) {
      t.printStackTrace();
      System.exit(1); // Kamon's threads would keep the JVM.
    }
    System.exit(0);
  }

  private static void send(String broker, String topic) throws Exception {
    Map<String, Object> settings = new HashMap<>();
    settings.put("bootstrap.servers", broker);
    try (KafkaProducer<String, String> producer =
        new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer())) {
      for (int i = 0; i < COUNT; i++) {
        Span span = Kamon.spanBuilder("order").start();
        Context context = Context.of("tenant", "acme").withEntry(Span.Key(), span);
        Storage.Scope scope = Kamon.storeContext(context);
        try {
          producer.send(new ProducerRecord<>(topic, "key", "order " + i)).get();
        } finally {
          scope.close();
          span.finish();
        }
      }
    }
  }

  /** An order is being billed, in whatever is current. */
  static String bill(String order) {
    Object tenant = Kamon.currentContext().getTag(Lookups.plain("tenant"));
    synchronized (System.out) {
      System.out.println("BILLED " + order + " for " + tenant);
    }
    return "bill of " + order;
  }
}
