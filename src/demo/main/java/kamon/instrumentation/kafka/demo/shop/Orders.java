package kamon.instrumentation.kafka.demo.shop;

import static java.util.concurrent.TimeUnit.SECONDS;

import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import kamon.Kamon;
import kamon.context.Storage;
import kamon.trace.Span;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.StringSerializer;

/** Takes three orders and sends each to topic "orders". */
public final class Orders {
  private final Producer<String, String> producer;

  private Orders(Producer<String, String> producer) {
    this.producer = producer;
  }

  public static void main(String[] args) throws Exception {
    Kamon.init();
    ScheduledExecutorService customers = Executors.newSingleThreadScheduledExecutor();
    try (Producer<String, String> producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", args[0], "client.id", "orders"),
            new StringSerializer(),
            new StringSerializer())) {
      Orders orders = new Orders(producer);
      // The first order finds every JVM cold, the ones after a pause are what a busy shop sees.
      orders.post("order-1", "two books");
      customers.schedule(() -> orders.post("order-2", "a lamp"), 1, SECONDS).get();
      // From a nightly job that nobody traces: the trace starts with the send.
      customers.schedule(() -> orders.send("order-3", "the monthly tea"), 1, SECONDS).get();
    } finally {
      customers.shutdown();
    }
  }

  /** What a web framework and Kamon's instrumentation of it would do around the send. */
  private RecordMetadata post(String id, String order) throws Exception {
    Span request = Kamon.serverSpanBuilder("POST /orders", "http.server").start();
    Storage.Scope scope = Kamon.storeContext(Kamon.currentContext().withEntry(Span.Key(), request));
    try {
      return send(id, order);
    } finally {
      scope.close();
      request.finish();
    }
  }

  private RecordMetadata send(String id, String order) throws Exception {
    return producer.send(new ProducerRecord<>("orders", id, order)).get();
  }
}
