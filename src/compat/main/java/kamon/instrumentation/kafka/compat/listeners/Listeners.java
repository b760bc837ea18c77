package kamon.instrumentation.kafka.compat.listeners;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import kamon.instrumentation.kafka.KafkaInstrumentation;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.kafka.support.Acknowledgment;
import org.springframework.messaging.Message;
import org.springframework.messaging.handler.annotation.Payload;

/** Those that do their work. */
class Listeners {
  private final Seen seen;
  private final Sender sender;

  Listeners(Seen seen, Sender sender) {
    this.seen = seen;
    this.sender = sender;
  }

  @KafkaListener(id = "${run}-record", topics = "${run}-record")
  void record(ConsumerRecord<String, String> record) {
    seen.by("record", record.value());
    sender.follow("record");
  }

  @KafkaListener(id = "${run}-payload", topics = "${run}-payload", concurrency = "2")
  void payload(@Payload String value) {
    seen.by("payload", value);
    sender.follow("payload");
  }

  @KafkaListener(id = "${run}-manual", topics = "${run}-manual", containerFactory = "manual")
  void manual(Message<String> message, Acknowledgment acknowledgment) {
    seen.by("manual", message.getPayload());
    acknowledgment.acknowledge();
  }

  @KafkaListener(id = "${run}-batch", topics = "${run}-batch", batch = "true")
  void batch(List<String> values) {
    seen.by("batch", values);
    sender.follow("batch");
  }

  @KafkaListener(id = "${run}-intercepted", topics = "${run}-intercepted", containerFactory = "cut")
  void intercepted(ConsumerRecord<String, String> record) {
    seen.by("intercepted", record.value());
  }

  @KafkaListener(id = "${run}-named", topics = "${run}-named")
  void named(ConsumerRecord<String, String> record) {
    KafkaInstrumentation.runWithConsumerSpan(
        record,
        "handle named",
        () -> {
          seen.by("named", record.value());
          sender.follow("named");
        });
  }

  @KafkaListener(id = "${run}-future", topics = "${run}-future")
  CompletableFuture<String> future(ConsumerRecord<String, String> record) {
    seen.by("future", record.value());
    return Later.supply(
        () -> {
          if (record.value().equals("fails")) {
            throw new IllegalStateException("future fails");
          }
          return "reply";
        });
  }
}
