package kamon.instrumentation.kafka.agent.child.control;

import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;

/** What the program can see, one line each. The topic, which each run has its own, has no name. */
final class Notes {
  private final String topic;
  private String scenario = "";

  Notes(String topic) {
    this.topic = topic;
  }

  void begin(String name) {
    scenario = name;
  }

  synchronized void add(String what, Object seen) {
    System.out.println(scenario + " | " + what + ": " + plain(String.valueOf(seen)));
  }

  private String plain(String text) {
    return text.replace(topic, "TOPIC").replace('\n', ' ');
  }

  /** The record as text, and whether its headers can be changed, which is tried. */
  static String of(ProducerRecord<?, ?> record) {
    return record + (isWritable(record.headers()) ? " writable" : " read-only");
  }

  static String of(Throwable failure) {
    return failure.getCause() == null || failure.getCause() == failure
        ? failure.toString()
        : failure + " because of " + of(failure.getCause());
  }

  static boolean isWritable(Headers headers) {
    try {
      headers.add("try", null);
      headers.remove("try");
      return true;
    } catch (IllegalStateException e) {
      return false;
    }
  }
}
