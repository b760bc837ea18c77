package kamon.instrumentation.kafka.compat.numbers;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import kamon.Kamon;

/** What source, sink and transformation know of numbers. Of each fifty, some are special. */
final class Numbers {
  static final int LANES = 4;
  private static final int EVERY = 50;

  /** What has failed once, by whoever it was, and does not again. */
  private static final Set<String> FAILED = ConcurrentHashMap.newKeySet();

  private Numbers() {}

  /** Whether it is the special one that has this rest. */
  static boolean is(int number, int rest) {
    return number % EVERY == rest;
  }

  /** Whether the numbers of a setting have this one, for the first time in this JVM. */
  static boolean isFirst(Map<String, String> settings, String name, int number) {
    for (String one : settings.get(name).split(",", -1)) {
      if (one.equals(String.valueOf(number))) {
        return isFirst(name, number);
      }
    }
    return false;
  }

  /** Whether nobody has asked for this in this JVM. */
  static boolean isFirst(String what, int number) {
    return FAILED.add(what + " " + number);
  }

  /** Of a record that the source has made, on either side. */
  static int of(Object value) {
    String text = String.valueOf(value);
    return Integer.parseInt(text.startsWith("x") ? text.substring(1) : text);
  }

  /** A task's thread is between two puts, or has none at all. */
  static void lookForLeft(String when) {
    if (Kamon.currentContext().nonEmpty()) {
      System.out.println("LEFT " + Kamon.currentContext() + " when it " + when);
    }
  }
}
