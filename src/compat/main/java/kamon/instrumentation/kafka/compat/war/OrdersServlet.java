package kamon.instrumentation.kafka.compat.war;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import kamon.Kamon;
import kamon.context.Storage;
import kamon.trace.Span;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Sends one record for each request and answers with what it has received then. */
public final class OrdersServlet extends HttpServlet {
  private static final long serialVersionUID = 1;

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException, ServletException {
    String topic = request.getParameter("topic");
    Map<String, Object> settings = new HashMap<>();
    settings.put("bootstrap.servers", request.getParameter("broker"));
    Span span = Kamon.spanBuilder("request").start();
    Storage.Scope scope = Kamon.storeContext(Kamon.currentContext().withEntry(Span.Key(), span));
    try {
      send(settings, topic);
      response.getWriter().print(receive(settings, topic));
    } catch (InterruptedException | ExecutionException e) {
      throw new ServletException(e);
    } finally {
      scope.close();
      span.finish();
    }
  }

  private static void send(Map<String, Object> settings, String topic)
      throws InterruptedException, ExecutionException {
    try (KafkaProducer<String, String> producer =
        new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer())) {
      producer.send(new ProducerRecord<>(topic, "key", "value")).get();
    }
  }

  private static int receive(Map<String, Object> settings, String topic) {
    TopicPartition partition = new TopicPartition(topic, 0);
    try (KafkaConsumer<String, String> consumer =
        new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
      consumer.assign(Collections.singletonList(partition));
      consumer.seekToEnd(Collections.singletonList(partition));
      consumer.seek(partition, consumer.position(partition) - 1);
      int received = 0;
      while (received == 0) {
        for (ConsumerRecord<String, String> record : consumer.poll(Duration.ofMillis(200))) {
          Processing.process(record);
          received++;
        }
      }
      return received;
    }
  }
}
