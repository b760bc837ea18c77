package kamon.instrumentation.kafka.internal.frameworks.spring;

import java.lang.reflect.Proxy;
import java.math.BigInteger;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/**
 * Records of retry topics. A container of such a topic takes the record from its consumer, finds
 * that it is not due yet, and throws a KafkaBackoffException in place of the listener.
 */
final class RetryTopics {
  // RetryTopicHeaders.DEFAULT_HEADER_BACKOFF_TIMESTAMP, and how long() reads it: in all releases.
  private static final String DUE = "retry_topic-backoff-timestamp";
  private static final String WAITING =
      "org.springframework.kafka.listener.adapter.KafkaBackoffAwareMessageListenerAdapter";

  private RetryTopics() {}

  /**
   * Whether the record is not due now. Spring asks later, and may find that it is.
   *
   * @param listener what the container calls
   */
  static boolean mayWait(ConsumerRecord<?, ?> record, Object listener) {
    Header due = record.headers().lastHeader(DUE);
    if (due == null || due.value() == null || due.value().length == 0) {
      return false;
    }
    return new BigInteger(due.value()).longValue() > System.currentTimeMillis()
        && looksAtIt(listener);
  }

  /** Other listeners of that topic, or of one that its records were sent on to, do not wait. */
  private static boolean looksAtIt(Object listener) {
    Class<?> type = listener.getClass();
    if (Proxy.isProxyClass(type)) {
      return true; // Perhaps: a chain of advice is set for the container.
    }
    while (type != null && !type.getName().equals(WAITING)) {
      type = type.getSuperclass();
    }
    return type != null;
  }
}
