package kamon.instrumentation.kafka.internal.weave;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * Where we hook into Kafka, by signatures that are the same in every release from 0.11 to 4.4, and
 * into the API of Kamon's own Kafka module, by those of Kamon 2.
 */
public final class Hooks {
  private static final String PACKAGE = "kamon.instrumentation.kafka.internal.weave.";

  /** What each Kafka object carries for us: {@link Attached}. */
  public static final String ATTACHED = PACKAGE + "Attached";

  private static final String CLIENTS = "org.apache.kafka.clients.";
  private static final String PRODUCER_RECORD = CLIENTS + "producer.ProducerRecord";
  private static final String DURATION = "java.time.Duration";
  private static final String CALLBACK = CLIENTS + "producer.Callback";
  private static final String CONSUMER_RECORD = CLIENTS + "consumer.ConsumerRecord";
  private static final String CONSUMER_RECORDS = CLIENTS + "consumer.ConsumerRecords";
  private static final String CONSUMER = CLIENTS + "consumer.Consumer";
  private static final String OBJECT = "java.lang.Object";
  private static final String THROWABLE = "java.lang.Throwable";
  private static final String LIST = "java.util.List";
  private static final String SPRING = "org.springframework.kafka.listener.";
  private static final String ACKNOWLEDGMENT = "org.springframework.kafka.support.Acknowledgment";
  private static final String MESSAGE = "org.springframework.messaging.Message";
  private static final String SHARE =
      SPRING + "ShareKafkaMessageListenerContainer$ShareListenerConsumer";
  private static final String CONNECT = "org.apache.kafka.connect.";
  private static final String CONNECT_RECORD = CONNECT + "runtime.InternalSinkRecord";
  private static final String STREAMS = "org.apache.kafka.streams.";
  private static final String INTERNALS = STREAMS + "processor.internals.";
  private static final String PROCESSOR_CONTEXT = INTERNALS + "InternalProcessorContext";
  private static final String RECORD = STREAMS + "processor.api.Record";
  private static final String HANDLER = STREAMS + "errors.ProcessingExceptionHandler";
  private static final String STATE = STREAMS + "state.";
  private static final String SERIALIZER = "org.apache.kafka.common.serialization.Serializer";
  private static final String HEADERS = "org.apache.kafka.common.header.Headers";
  private static final String PARTITIONER = STREAMS + "processor.StreamPartitioner";
  private static final String STRING = "java.lang.String";
  private static final String LONG = "java.lang.Long";
  private static final String INTEGER = "java.lang.Integer";
  private static final String CONFIG = "com.typesafe.config.Config";
  private static final String OLD_API = "kamon.instrumentation.kafka.client.KafkaInstrumentation$";

  private static final List<Hook> ALL =
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
                          "kamon.instrumentation.context.HasContext", PACKAGE + "OldContextMixin")),
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

  // All else in the first two classes ends in the methods here.
  private static final List<Hook> OF_OLD_API =
      Collections.unmodifiableList(
          Arrays.asList(
              Hook.advised(
                  OLD_API,
                  advised("OldSettingsAdvice", "readSettings", CONFIG),
                  // As Scala 2.11 names it.
                  advised("OldSettingsAdvice", OLD_API.replace('.', '$') + "$readSettings", CONFIG),
                  advised(
                      "OldRunAdvice",
                      "runWithConsumerSpan",
                      CONSUMER_RECORD,
                      "java.lang.String",
                      "boolean",
                      "scala.Function0"),
                  advised("OldSpanAdvice", "consumerSpan", CONSUMER_RECORD, "java.lang.String"),
                  advised("OldCopyAdvice", "copyHiddenState", CONSUMER_RECORD, CONSUMER_RECORD)),
              Hook.advised(
                  OLD_API + "Syntax$",
                  advised("OldContextAdvice", "context$extension", CONSUMER_RECORD)),
              Hook.advised(CONSUMER_RECORD)
                  .with(
                      new Hook.Mixin(
                          "kamon.instrumentation.kafka.client.ConsumedRecordData",
                          PACKAGE + "OldFactsMixin"))));

  // Same in every release from 2.8 to 4.1, but for what is there twice.
  private static final List<Hook> OF_SPRING_KAFKA =
      Collections.unmodifiableList(
          Arrays.asList(
              Hook.advised(
                  SPRING + "KafkaMessageListenerContainer$ListenerConsumer",
                  advised(
                      "ListenRecordAdvice",
                      "doInvokeRecordListener",
                      CONSUMER_RECORD,
                      "java.util.Iterator"),
                  advised("ListenerThrowsAdvice", "invokeOnMessage", CONSUMER_RECORD),
                  advised("ListenBatchAdvice", "doInvokeBatchListener", CONSUMER_RECORDS, LIST),
                  advised(
                      "ListenAttemptAdvice",
                      "invokeBatchOnMessageWithRecordsOrList",
                      CONSUMER_RECORDS,
                      LIST)),
              Hook.advised(
                  SPRING + "adapter.KafkaBackoffAwareMessageListenerAdapter",
                  advised(
                      "ListenerDueAdvice",
                      "invokeDelegateOnMessage",
                      CONSUMER_RECORD,
                      ACKNOWLEDGMENT,
                      CONSUMER)),
              Hook.advised(
                  SPRING + "adapter.MessagingMessageListenerAdapter",
                  // An error handler of the listener's own keeps it from the container.
                  advised(
                      "ListenerThrowsAdvice",
                      "invokeHandler",
                      OBJECT,
                      ACKNOWLEDGMENT,
                      MESSAGE,
                      CONSUMER),
                  advised("ListenerThrowsAdvice", "invokeHandler", OBJECT, OBJECT, MESSAGE, OBJECT),
                  advised("ListenerResultAdvice", "handleResult", OBJECT, OBJECT, OBJECT),
                  advised(
                      "ListenerResultAdvice",
                      "handleResult",
                      OBJECT,
                      OBJECT,
                      ACKNOWLEDGMENT,
                      CONSUMER,
                      MESSAGE)),
              Hook.advised(
                  SHARE,
                  advised("ListenShareAdvice", "processRecords", CONSUMER_RECORDS),
                  advised(
                      "ListenShareErrorAdvice",
                      "handleProcessingError",
                      CONSUMER_RECORD,
                      SHARE + "$ShareConsumerAcknowledgment",
                      "java.lang.Exception"))));

  // Same in every release from 2.8 to 4.4, but for what is there twice or more.
  private static final List<Hook> OF_KAFKA_CONNECT =
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
  // Same in every release from 2.8 to 4.4, but for what is there more than once.
  private static final List<Hook> OF_KAFKA_STREAMS =
      Collections.unmodifiableList(
          Arrays.asList(
              Hook.advised(
                  INTERNALS + "StreamTask",
                  advised(
                      "StreamsRecordAdvice",
                      "updateProcessorContext",
                      INTERNALS + "ProcessorNode",
                      "long",
                      INTERNALS + "ProcessorRecordContext"),
                  advised("StreamsProcessAdvice", "process", "long"),
                  advised("StreamsCloseAdvice", "close", "boolean"),
                  // To become a standby task.
                  advised("StreamsCloseAdvice", "closeCleanAndRecycleState"),
                  advised("StreamsCloseAdvice", "prepareRecycle")),
              Hook.advised(
                  INTERNALS + "ProcessorContextImpl",
                  advised("StreamsForwardAdvice", "forward", RECORD, STRING)),
              Hook.advised(
                  INTERNALS + "RecordCollectorImpl",
                  advised(
                      "StreamsSinkAdvice",
                      "send",
                      STRING,
                      OBJECT,
                      OBJECT,
                      HEADERS,
                      LONG,
                      SERIALIZER,
                      SERIALIZER,
                      PARTITIONER),
                  advised(
                      "StreamsSinkAdvice",
                      "send",
                      STRING,
                      OBJECT,
                      OBJECT,
                      HEADERS,
                      LONG,
                      SERIALIZER,
                      SERIALIZER,
                      STRING,
                      PROCESSOR_CONTEXT,
                      PARTITIONER),
                  advised(
                      "StreamsChangelogAdvice",
                      "send",
                      STRING,
                      OBJECT,
                      OBJECT,
                      HEADERS,
                      INTEGER,
                      LONG,
                      SERIALIZER,
                      SERIALIZER),
                  advised(
                      "StreamsChangelogAdvice",
                      "send",
                      STRING,
                      OBJECT,
                      OBJECT,
                      HEADERS,
                      INTEGER,
                      LONG,
                      SERIALIZER,
                      SERIALIZER,
                      STRING,
                      PROCESSOR_CONTEXT)),
              Hook.advised(
                      INTERNALS + "ProcessorNode",
                      advised("StreamsHandlerAdvice", "init", PROCESSOR_CONTEXT, HANDLER))
                  .since(HANDLER),
              Hook.advised(
                      STREAMS + "kstream.internals.KStreamKStreamJoin$KStreamKStreamJoinProcessor",
                      advised(
                          "StreamsUnmatchedAdvice",
                          "emitNonJoinedOuterRecords",
                          STATE + "WindowStore"),
                      advised(
                          "StreamsUnmatchedAdvice",
                          "emitNonJoinedOuterRecords",
                          STATE + "KeyValueStore"),
                      advised(
                          "StreamsUnmatchedAdvice",
                          "emitNonJoinedOuterRecords",
                          STATE + "KeyValueStore",
                          RECORD))
                  // Of the store with what has found no other; before, it came out at once.
                  .since(STATE + "internals.LeftOrRightValue")));

  private Hooks() {}

  private static Hook.Advised advised(String advice, String method, String... parameters) {
    return new Hook.Advised(PACKAGE + advice, method, parameters);
  }

  /** Those in Kafka's classes. */
  public static List<Hook> all() {
    return ALL;
  }

  /**
   * Those for code that was compiled against the API of Kamon's own module: in that API, and what
   * it finds in Kafka's records.
   */
  public static List<Hook> ofOldApi() {
    return OF_OLD_API;
  }

  /** Those in the listener containers of Spring Kafka: all of them, or none. */
  public static List<Hook> ofSpringKafka() {
    return OF_SPRING_KAFKA;
  }

  /** Those in the workers of Kafka Connect: all of them, or none. */
  public static List<Hook> ofKafkaConnect() {
    return OF_KAFKA_CONNECT;
  }

  /** Those in the tasks of Kafka Streams: all of them, or none. */
  public static List<Hook> ofKafkaStreams() {
    return OF_KAFKA_STREAMS;
  }

  /** All of them, for whoever looks at what is woven in. */
  public static List<List<Hook>> groups() {
    return Arrays.asList(ALL, OF_OLD_API, OF_SPRING_KAFKA, OF_KAFKA_CONNECT, OF_KAFKA_STREAMS);
  }
}
