package kamon.instrumentation.kafka.compat.streams;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import kamon.Kamon;
import kamon.tag.Lookups;
import kamon.trace.Span;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;

/** What an application sees, printed for the test that runs it. */
final class Seen {
  private final String run;
  private final Producer<String, String> producer;
  private final Set<String> inputs = ConcurrentHashMap.newKeySet();

  /**
   * @param producer for what a processor sends by itself
   */
  Seen(String run, Producer<String, String> producer) {
    this.run = run;
    this.producer = producer;
  }

  /** An input arrives. */
  void came(String operator, String value) {
    if (operator.equals("map")) {
      send(value);
    }
    inputs.add(value);
  }

  /** As an application's own code would, in the middle of a processor. */
  private void send(String value) {
    try {
      producer.send(new ProducerRecord<>(run + "-side", 0, null, value)).get();
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  boolean hasCome(String value) {
    return inputs.contains(value);
  }

  /** Something is at the end of an operator. */
  void at(String operator, String key, String value) {
    inputs.add(value); // of tables, before which nobody looks
    inputs.add(operator + ":" + key);
    print(
        "AT "
            + operator
            + " "
            + key
            + "="
            + value
            + " "
            + who()
            + " "
            + trace(Kamon.currentSpan()));
  }

  private static String who() {
    return Kamon.currentContext().getTag(Lookups.plain("tenant"));
  }

  static String trace(Span span) {
    return span.isEmpty() ? "none" : span.trace().id().string();
  }

  static void print(String line) {
    synchronized (System.out) {
      System.out.println(line);
    }
  }
}
