package kamon.instrumentation.kafka.compat.listeners;

import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.springframework.kafka.annotation.DltHandler;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.kafka.annotation.RetryableTopic;

/** Those that do not, and who cares for what they leave. */
class FailingListeners {
  private final Seen seen;

  FailingListeners(Seen seen) {
    this.seen = seen;
  }

  @KafkaListener(id = "${run}-failing", topics = "${run}-failing")
  void failing(ConsumerRecord<String, String> record) {
    fail("failing", record.value());
  }

  @KafkaListener(id = "${run}-failing-dead", topics = "${run}-failing-dead")
  void dead(ConsumerRecord<String, String> record) {
    seen.by("failing-dead", record.value());
  }

  @KafkaListener(id = "${run}-burst", topics = "${run}-burst", batch = "true")
  void burst(List<ConsumerRecord<String, String>> records) {
    fail("burst", records.size());
  }

  @KafkaListener(id = "${run}-burst-dead", topics = "${run}-burst-dead")
  void deadOfBurst(ConsumerRecord<String, String> record) {
    seen.by("burst-dead", record.value());
  }

  /** Written after the failed span's end, and so what shows that no more comes. */
  @KafkaListener(
      id = "${run}-late-dead",
      topics = {"${run}-future-dead", "${run}-mono-dead"})
  void deadOfLate(ConsumerRecord<String, String> record) {
    seen.by("late-dead", record.value());
  }

  @KafkaListener(id = "${run}-hidden", topics = "${run}-hidden", errorHandler = "hiding")
  void hidden(String value) {
    fail("hidden", value);
  }

  @RetryableTopic(attempts = "2", kafkaTemplate = "kafkaTemplate")
  @KafkaListener(id = "${run}-retried", topics = "${run}-retried")
  void retried(ConsumerRecord<String, String> record) {
    fail("retried", record.value());
  }

  @DltHandler
  void buried(ConsumerRecord<String, String> record) {
    seen.by("buried", record.value());
  }

  private void fail(String listener, Object value) {
    seen.by(listener, value);
    throw new IllegalStateException(listener + " fails");
  }
}
