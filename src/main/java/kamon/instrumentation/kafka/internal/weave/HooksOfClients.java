package kamon.instrumentation.kafka.internal.weave;

import static kamon.instrumentation.kafka.internal.weave.Hooks.advised;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * Where we hook into kafka-clients: by signatures that are the same in every release from 0.11 to
 * 4.4, but for what is there twice or more.
 */
final class HooksOfClients {
  private static final String CLIENTS = "org.apache.kafka.clients.";
  private static final String PRODUCER_RECORD = CLIENTS + "producer.ProducerRecord";
  private static final String DURATION = "java.time.Duration";
  private static final String CALLBACK = CLIENTS + "producer.Callback";

  static final List<Hook> ALL =
      Collections.unmodifiableList(
          Arrays.asList(
              Hook.attached(
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
                      "org.apache.kafka.common.Cluster"),
                  advised("ProducerCloseAdvice", "close"),
                  advised("ProducerCloseAdvice", "close", "long", "java.util.concurrent.TimeUnit"),
                  advised("ProducerCloseAdvice", "close", DURATION)),
              Hook.attached(
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
                          "java.lang.Iterable"))
                  .with(
                      new Hook.Mixin(
                          "kamon.instrumentation.context.HasContext",
                          Hooks.PACKAGE + "OldContextMixin")),
              Hook.attached(
                  CLIENTS + "consumer.KafkaConsumer",
                  advised("PollAdvice", "poll", "long"),
                  advised("PollAdvice", "poll", DURATION),
                  // Which of them calls another differs from release to release.
                  advised("CloseAdvice", "close"),
                  advised("CloseAdvice", "close", "long", "java.util.concurrent.TimeUnit"),
                  advised("CloseAdvice", "close", DURATION),
                  advised("CloseAdvice", "close", CLIENTS + "consumer.CloseOptions")),
              Hook.attached(
                  CLIENTS + "consumer.KafkaShareConsumer",
                  advised("PollAdvice", "poll", DURATION),
                  advised("CloseAdvice", "close"),
                  advised("CloseAdvice", "close", DURATION)),
              // No advice, but the field. Its name is internal to Kafka, and the same in every
              // release; a ConsumerRecord's own field would not be seen by copies of the record.
              Hook.attached("org.apache.kafka.common.header.internals.RecordHeaders")));

  private HooksOfClients() {}
}
