package kamon.instrumentation.kafka.compat.listeners;

import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.messaging.handler.annotation.SendTo;

/** Listeners for records, as few applications have them. */
class CornerListeners {
  private final Seen seen;
  private final Sender sender;
  private final KafkaTemplate<String, String> inTransaction;
  private final KafkaTemplate<String, String> wrappedTemplate;
  private final KafkaTemplate<String, String> enhancedTemplate;
  private final String run;
  private final AtomicBoolean firstTime = new AtomicBoolean(true);

  CornerListeners(
      Seen seen,
      Sender sender,
      @Qualifier("inTransaction") KafkaTemplate<String, String> inTransaction,
      @Qualifier("wrappedTemplate") KafkaTemplate<String, String> wrappedTemplate,
      @Qualifier("enhancedTemplate") KafkaTemplate<String, String> enhancedTemplate,
      @Value("${run}") String run) {
    this.seen = seen;
    this.sender = sender;
    this.inTransaction = inTransaction;
    this.wrappedTemplate = wrappedTemplate;
    this.enhancedTemplate = enhancedTemplate;
    this.run = run;
  }

  @KafkaListener(
      id = "${run}-transacted",
      topics = "${run}-transacted",
      containerFactory = "transacted")
  void transacted(String value) throws Exception {
    seen.by("transacted", value);
    Sender.send(inTransaction, new ProducerRecord<>(run + "-out", "key", "transacted"));
    if (value.equals("fails")) {
      throw new IllegalStateException("transacted fails");
    }
  }

  @KafkaListener(id = "${run}-transacted-dead", topics = "${run}-transacted-dead")
  void deadOfTransacted(String value) {
    seen.by("transacted-dead", value);
  }

  @KafkaListener(id = "${run}-reading", topics = "${run}-reading", containerFactory = "reading")
  void reading(String value) {
    seen.by("reading", value);
  }

  @KafkaListener(id = "${run}-reading-dead", topics = "${run}-reading-dead")
  void deadOfReading(String value) {
    seen.by("reading-dead", value);
  }

  @KafkaListener(id = "${run}-observed", topics = "${run}-observed", containerFactory = "observed")
  void observed(ConsumerRecord<String, String> record) {
    seen.by("observed", record.value());
    sender.follow("observed");
  }

  @KafkaListener(id = "${run}-wrapped", topics = "${run}-wrapped", containerFactory = "wrapped")
  void wrapped(String value) throws Exception {
    seen.by("wrapped", value);
    Sender.send(wrappedTemplate, new ProducerRecord<>(run + "-out", "key", "wrapped"));
  }

  @KafkaListener(id = "${run}-enhanced", topics = "${run}-enhanced", containerFactory = "enhanced")
  void enhanced(String value) throws Exception {
    seen.by("enhanced", value);
    Sender.send(enhancedTemplate, new ProducerRecord<>(run + "-out", "key", "enhanced"));
  }

  /** Is called once more by its container's RetryTemplate. */
  @KafkaListener(
      id = "${run}-templated",
      topics = "${run}-templated",
      containerFactory = "templated")
  void templated(String value) {
    seen.by("templated", value);
    sender.follow("templated");
    if (firstTime.getAndSet(false)) {
      throw new IllegalStateException("templated fails");
    }
  }

  /** Reads a retry topic, but does not wait. */
  @KafkaListener(id = "${run}-undue", topics = "${run}-undue")
  void undue(String value) {
    seen.by("undue", value);
    sender.follow("undue");
  }

  @KafkaListener(id = "${run}-questions", topics = "${run}-questions")
  @SendTo
  String answer(String question) {
    seen.by("questions", question);
    return "answer";
  }
}
