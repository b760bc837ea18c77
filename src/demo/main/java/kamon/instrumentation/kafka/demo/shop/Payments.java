package kamon.instrumentation.kafka.demo.shop;

import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.kafka.core.KafkaTemplate;

/**
 * Charges each order and sends the payment to topic "payments". A Spring Boot application without a
 * line for tracing: the agent starts Kamon, and makes the listener's spans.
 */
@SpringBootApplication(proxyBeanMethods = false)
public class Payments {
  private final KafkaTemplate<String, String> kafka;

  Payments(KafkaTemplate<String, String> kafka) {
    this.kafka = kafka;
  }

  public static void main(String[] args) {
    SpringApplication.run(Payments.class, "--spring.kafka.bootstrap-servers=" + args[0]);
  }

  @KafkaListener(topics = "orders", groupId = "payments", clientIdPrefix = "payments")
  void charge(ConsumerRecord<String, String> order)
      throws ExecutionException, InterruptedException {
    kafka.send("payments", order.key(), "paid").get();
  }
}
