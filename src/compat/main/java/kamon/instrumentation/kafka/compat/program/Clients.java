package kamon.instrumentation.kafka.compat.program;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;

/** What differs between releases of kafka-clients. */
final class Clients {
  static final String GROUP_PROTOCOL = "group.protocol"; // from 3.7
  static final String ACKNOWLEDGEMENT_MODE = "share.acknowledgement.mode"; // from 4.1

  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(60);
  private static final long POLL_MILLIS = 200;
  private static final Method POLL_LONG = poll(long.class); // until 3.9
  private static final Method POLL_DURATION = poll(Duration.class); // from 2.0

  private Clients() {}

  /** Whether the kafka-clients on the class path has that way. */
  static boolean have(Way way) {
    switch (way) {
      case POLL_LONG:
        return POLL_LONG != null;
      case POLL_DURATION:
        return POLL_DURATION != null;
      case CONSUMER_PROTOCOL:
        return ConsumerConfig.configNames().contains(GROUP_PROTOCOL);
      case SHARE:
      case SHARE_LOCK_TIMEOUT:
        // Those of 3.9 and 4.0 are a preview: brokers from 4.1 on refuse what they send
        // (SHARE_GROUP_HEARTBEAT version 0).
        return ConsumerConfig.configNames().contains(ACKNOWLEDGEMENT_MODE);
      default:
        return true;
    }
  }

  /** Polls until there are as many records, with poll(long) if asked to or if there is no other. */
  static List<ConsumerRecord<String, String>> poll(
      KafkaConsumer<String, String> consumer, int records, boolean pollLong) {
    boolean useLong = pollLong || POLL_DURATION == null;
    return collect(
        records,
        () ->
            useLong
                ? invoke(POLL_LONG, consumer, POLL_MILLIS)
                : invoke(POLL_DURATION, consumer, Duration.ofMillis(POLL_MILLIS)));
  }

  /** Polls until there are as many records. */
  static List<ConsumerRecord<String, String>> collect(
      int records, Supplier<? extends Iterable<ConsumerRecord<String, String>>> poll) {
    List<ConsumerRecord<String, String>> polled = new ArrayList<>();
    long deadline = System.nanoTime() + PATIENCE_NANOS;
    while (polled.size() < records) {
      if (System.nanoTime() - deadline > 0) {
        throw new IllegalStateException("Waited for " + records + " records, have " + polled);
      }
      poll.get().forEach(polled::add);
    }
    return polled;
  }

  private static Method poll(Class<?> timeout) {
    try {
      return KafkaConsumer.class.getMethod("poll", timeout);
    } catch (NoSuchMethodException e) {
      return null;
    }
  }

  @SuppressWarnings("unchecked")
  private static ConsumerRecords<String, String> invoke(
      Method poll, KafkaConsumer<String, String> consumer, Object timeout) {
    try {
      return (ConsumerRecords<String, String>) poll.invoke(consumer, timeout);
    } catch (InvocationTargetException e) {
      throw new IllegalStateException("poll failed", e.getCause());
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e);
    }
  }
}
