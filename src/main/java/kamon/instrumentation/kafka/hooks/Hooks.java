package kamon.instrumentation.kafka.hooks;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * Where we hook into Kafka: public classes, and signatures that are the same in every release from
 * 0.11 to 4.4.
 */
public final class Hooks {
  private static final String PACKAGE = "kamon.instrumentation.kafka.hooks.";

  /** What each Kafka object carries for us: {@link Attached}. */
  public static final String ATTACHED = PACKAGE + "Attached";

  private static final String PRODUCER_RECORD = "org.apache.kafka.clients.producer.ProducerRecord";

  private static final List<Hook> ALL =
      Collections.unmodifiableList(
          Arrays.asList(
              new Hook(
                  "org.apache.kafka.clients.producer.KafkaProducer",
                  // After the interceptors, so that none of them can drop the header.
                  new Hook.Advised(
                      PACKAGE + "SendAdvice",
                      "doSend",
                      PRODUCER_RECORD,
                      "org.apache.kafka.clients.producer.Callback")),
              new Hook(
                  PRODUCER_RECORD,
                  // All other constructors end in this one.
                  new Hook.Advised(
                      PACKAGE + "RecordAdvice",
                      "<init>",
                      "java.lang.String",
                      "java.lang.Integer",
                      "java.lang.Long",
                      "java.lang.Object",
                      "java.lang.Object",
                      "java.lang.Iterable")),
              new Hook(
                  "org.apache.kafka.clients.consumer.KafkaConsumer",
                  new Hook.Advised(PACKAGE + "PollAdvice", "poll", "long"),
                  new Hook.Advised(PACKAGE + "PollAdvice", "poll", "java.time.Duration")),
              new Hook(
                  "org.apache.kafka.clients.consumer.KafkaShareConsumer",
                  new Hook.Advised(PACKAGE + "PollAdvice", "poll", "java.time.Duration")),
              new Hook("org.apache.kafka.clients.consumer.ConsumerRecord")));

  private Hooks() {}

  public static List<Hook> all() {
    return ALL;
  }
}
