package kamon.instrumentation.kafka.internal.weave;

import static kamon.instrumentation.kafka.internal.weave.Hooks.advised;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * Where we hook into the listener containers of Spring Kafka: the same in every release from 2.8 to
 * 4.1, but for what is there twice.
 */
final class HooksOfSpringKafka {
  private static final String CLIENTS = "org.apache.kafka.clients.";
  private static final String CONSUMER_RECORD = CLIENTS + "consumer.ConsumerRecord";
  private static final String CONSUMER_RECORDS = CLIENTS + "consumer.ConsumerRecords";
  private static final String CONSUMER = CLIENTS + "consumer.Consumer";
  private static final String OBJECT = "java.lang.Object";
  private static final String LIST = "java.util.List";
  private static final String SPRING = "org.springframework.kafka.listener.";
  private static final String ACKNOWLEDGMENT = "org.springframework.kafka.support.Acknowledgment";
  private static final String MESSAGE = "org.springframework.messaging.Message";
  private static final String LISTENER_CONSUMER =
      SPRING + "KafkaMessageListenerContainer$ListenerConsumer";
  private static final String SHARE =
      SPRING + "ShareKafkaMessageListenerContainer$ShareListenerConsumer";

  static final List<Hook> ALL =
      Collections.unmodifiableList(
          Arrays.asList(
              Hook.advised(
                      LISTENER_CONSUMER,
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
                          LIST))
                  .needing(LISTENER_CONSUMER + "#listener"),
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
                  // An error handler of the listener's own keeps what it throws from the container,
                  // and so does who calls it again: a RetryTemplate, until 2.9, or advice.
                  advised(
                      "ListenerCallAdvice",
                      "invokeHandler",
                      OBJECT,
                      ACKNOWLEDGMENT,
                      MESSAGE,
                      CONSUMER),
                  advised("ListenerCallAdvice", "invokeHandler", OBJECT, OBJECT, MESSAGE, OBJECT),
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

  private HooksOfSpringKafka() {}
}
