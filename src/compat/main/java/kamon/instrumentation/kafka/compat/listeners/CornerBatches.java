package kamon.instrumentation.kafka.compat.listeners;

import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.messaging.Message;

/** Listeners for batches, of each form. */
class CornerBatches {
  private final Seen seen;
  private final Sender sender;

  CornerBatches(Seen seen, Sender sender) {
    this.seen = seen;
    this.sender = sender;
  }

  @KafkaListener(id = "${run}-filtered", topics = "${run}-filtered", containerFactory = "filtered")
  void filtered(List<String> values) {
    seen.by("filtered", values);
    sender.follow("filtered");
  }

  @KafkaListener(id = "${run}-messages", topics = "${run}-messages", batch = "true")
  void messages(List<Message<String>> messages) {
    seen.by("messages", messages.size());
    sender.follow("messages");
  }

  @KafkaListener(id = "${run}-whole", topics = "${run}-whole", batch = "true")
  void whole(ConsumerRecords<String, String> records) {
    seen.by("whole", records.count());
    sender.follow("whole");
  }

  @KafkaListener(id = "${run}-kept", topics = "${run}-kept", containerFactory = "cutBatches")
  void kept(List<String> values) {
    seen.by("kept", values);
    sender.follow("kept");
  }

  @KafkaListener(id = "${run}-cut", topics = "${run}-cut", containerFactory = "cutBatches")
  void cut(List<String> values) {
    seen.by("cut", values);
  }
}
