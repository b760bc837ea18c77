package kamon.instrumentation.kafka.internal.frameworks.spring;

import java.math.BigInteger;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/**
 * Records of retry topics. A container takes such a record from its consumer, finds that it is not
 * due yet, and throws a KafkaBackoffException in place of the listener.
 */
final class RetryTopics {
  // RetryTopicHeaders.DEFAULT_HEADER_BACKOFF_TIMESTAMP, and how long() reads it: in all releases.
  private static final String DUE = "retry_topic-backoff-timestamp";

  private RetryTopics() {}

  /** Whether the record is not due now. Spring asks later, and may find that it is. */
  static boolean mayWait(ConsumerRecord<?, ?> record) {
    Header due = record.headers().lastHeader(DUE);
    if (due == null || due.value() == null || due.value().length == 0) {
      return false;
    }
    return new BigInteger(due.value()).longValue() > System.currentTimeMillis();
  }
}
