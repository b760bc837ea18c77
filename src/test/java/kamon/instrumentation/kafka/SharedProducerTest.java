package kamon.instrumentation.kafka;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import kamon.instrumentation.kafka.testbed.BrokerExtension;
import kamon.instrumentation.kafka.testbed.KafkaBroker;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Threads that share a producer and send its first records at the same time. */
@ExtendWith(BrokerExtension.class)
class SharedProducerTest {
  private static final int PRODUCERS = 20;
  private static final int THREADS = 4;

  @RegisterExtension final Tracing tracing = new Tracing();

  private final Clients clients;

  SharedProducerTest(KafkaBroker broker) {
    clients = new Clients(broker);
  }

  @Test
  void producer_is_read_once_whoever_sends_first() {
    tracing.configure(Scrape.FAST);
    String topic = clients.newTopic();
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    List<KafkaProducer<String, String>> producers = new ArrayList<>();
    try (Scrape scrape = new Scrape()) {
      for (int i = 0; i < PRODUCERS; i++) {
        KafkaProducer<String, String> producer = clients.producer();
        producers.add(producer);
        CyclicBarrier start = new CyclicBarrier(THREADS);
        List<CompletableFuture<Void>> sends = new ArrayList<>();
        for (int thread = 0; thread < THREADS; thread++) {
          sends.add(CompletableFuture.runAsync(() -> send(producer, topic, start), threads));
        }
        sends.forEach(CompletableFuture::join);
      }
      scrape.await(
          "kafka_clients_open{}",
          open -> {
            System.gc(); // other tests may have left clients open
            return open == PRODUCERS;
          });
      producers.forEach(KafkaProducer::close);
      scrape.await(
          "kafka_producer_records_total{topic=" + topic + "}",
          records -> records == PRODUCERS * THREADS);
    } finally {
      producers.forEach(KafkaProducer::close);
      threads.shutdown();
    }
  }

  private static void send(
      KafkaProducer<String, String> producer, String topic, CyclicBarrier start) {
    try {
      start.await();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
    Clients.get(producer.send(new ProducerRecord<>(topic, "value")));
  }
}
