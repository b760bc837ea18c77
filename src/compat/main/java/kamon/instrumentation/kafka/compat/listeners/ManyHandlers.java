package kamon.instrumentation.kafka.compat.listeners;

import org.springframework.kafka.annotation.KafkaHandler;
import org.springframework.kafka.annotation.KafkaListener;

/** A class that listens as a whole, with a method for each kind of value. */
@KafkaListener(id = "${run}-many", topics = "${run}-many")
class ManyHandlers {
  private final Seen seen;
  private final Sender sender;

  ManyHandlers(Seen seen, Sender sender) {
    this.seen = seen;
    this.sender = sender;
  }

  @KafkaHandler
  void text(String value) {
    seen.by("many", value);
    sender.follow("many");
  }

  @KafkaHandler(isDefault = true)
  void other(Object value) {
    seen.by("many", "other " + value);
  }
}
