package kamon.instrumentation.kafka.internal.weave;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/** Where we hook into Kafka: signatures that are the same in every release from 0.11 to 4.4. */
public final class Hooks {
  private static final String PACKAGE = "kamon.instrumentation.kafka.internal.weave.";

  /** What each Kafka object carries for us: {@link Attached}. */
  public static final String ATTACHED = PACKAGE + "Attached";

  private static final String CLIENTS = "org.apache.kafka.clients.";
  private static final String PRODUCER_RECORD = CLIENTS + "producer.ProducerRecord";
  private static final String DURATION = "java.time.Duration";
  private static final String CALLBACK = CLIENTS + "producer.Callback";

  private static final List<Hook> ALL =
      Collections.unmodifiableList(
          Arrays.asList(
              new Hook(
                  CLIENTS + "producer.KafkaProducer",
                  advised("InterceptorsAdvice", "send", PRODUCER_RECORD, CALLBACK),
                  // After the interceptors, so that none of them can drop the header.
                  advised("SendAdvice", "doSend", PRODUCER_RECORD, CALLBACK),
                  advised(
                      "PartitionAdvice",
                      "partition",
                      PRODUCER_RECORD,
                      "byte[]",
                      "byte[]",
                      "org.apache.kafka.common.Cluster")),
              new Hook(
                  PRODUCER_RECORD,
                  // All other constructors end in this one.
                  advised(
                      "RecordAdvice",
                      "<init>",
                      "java.lang.String",
                      "java.lang.Integer",
                      "java.lang.Long",
                      "java.lang.Object",
                      "java.lang.Object",
                      "java.lang.Iterable")),
              new Hook(
                  CLIENTS + "consumer.KafkaConsumer",
                  advised("PollAdvice", "poll", "long"),
                  advised("PollAdvice", "poll", DURATION),
                  // Which of them calls another differs from release to release.
                  advised("CloseAdvice", "close"),
                  advised("CloseAdvice", "close", "long", "java.util.concurrent.TimeUnit"),
                  advised("CloseAdvice", "close", DURATION),
                  advised("CloseAdvice", "close", CLIENTS + "consumer.CloseOptions")),
              new Hook(
                  CLIENTS + "consumer.KafkaShareConsumer",
                  advised("PollAdvice", "poll", DURATION),
                  advised("CloseAdvice", "close"),
                  advised("CloseAdvice", "close", DURATION)),
              // No advice, but the field. Its name is internal to Kafka, and the same in every
              // release; a ConsumerRecord's own field would not be seen by copies of the record.
              new Hook("org.apache.kafka.common.header.internals.RecordHeaders")));

  private Hooks() {}

  private static Hook.Advised advised(String advice, String method, String... parameters) {
    return new Hook.Advised(PACKAGE + advice, method, parameters);
  }

  public static List<Hook> all() {
    return ALL;
  }
}
