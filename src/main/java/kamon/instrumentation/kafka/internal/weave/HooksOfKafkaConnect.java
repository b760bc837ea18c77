package kamon.instrumentation.kafka.internal.weave;

import static kamon.instrumentation.kafka.internal.weave.Hooks.advised;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * Where we hook into the workers of Kafka Connect: the same in every release from 2.8 to 4.4, but
 * for what is there twice or more.
 */
final class HooksOfKafkaConnect {
  private static final String CLIENTS = "org.apache.kafka.clients.";
  private static final String CALLBACK = CLIENTS + "producer.Callback";
  private static final String OBJECT = "java.lang.Object";
  private static final String THROWABLE = "java.lang.Throwable";
  private static final String LIST = "java.util.List";
  private static final String CONNECT = "org.apache.kafka.connect.";
  private static final String CONNECT_RECORD = CONNECT + "runtime.InternalSinkRecord";
  private static final String STRING = "java.lang.String";

  static final List<Hook> ALL =
      Collections.unmodifiableList(
          Arrays.asList(
              Hook.advised(
                      CONNECT + "runtime.WorkerSinkTask", advised("PutAdvice", "deliverMessages"))
                  .needing(CONNECT + "runtime.WorkerSinkTask#messageBatch")
                  // Up to 3.7, and from 3.8 on.
                  .needing(CONNECT_RECORD + "#originalRecord()", CONNECT_RECORD + "#context()")
                  .needing(
                      CONNECT_RECORD + "#originalRecord()",
                      CONNECT + "runtime.errors.ProcessingContext#original()"),
              // The worker keeps it to itself when a sink throws it.
              Hook.advised(
                  CONNECT + "errors.RetriableException",
                  advised("RetriableAdvice", "<init>", STRING),
                  advised("RetriableAdvice", "<init>", STRING, THROWABLE),
                  advised("RetriableAdvice", "<init>", THROWABLE)),
              Hook.advised(
                  CONNECT + "util.KafkaBasedLog",
                  // One calls the other in releases that have both.
                  advised("OwnTopicAdvice", "send", OBJECT, OBJECT, CALLBACK),
                  advised("OwnTopicAdvice", "sendWithReceipt", OBJECT, OBJECT, CALLBACK)),
              // A worker for exactly-once sources writes to its topic of configurations without
              // that: from 3.5 on, in 3.3 and 3.4, not before.
              Hook.advised(
                  CONNECT + "storage.KafkaConfigBackingStore",
                  advised(
                      "OwnTopicAdvice",
                      "sendPrivileged",
                      LIST,
                      "org.apache.kafka.common.utils.Timer"),
                  advised("OwnTopicAdvice", "sendPrivileged", STRING, "byte[]"),
                  advised("OwnTopicAdvice", "updateConnectorConfig", STRING, "byte[]"))));

  private HooksOfKafkaConnect() {}
}
