package kamon.instrumentation.kafka.reliability.own;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What the application has seen, by place and in order: values are "round-value". */
final class Seen {
  private static final long LIMIT_NANOS = 30_000_000_000L;
  private static final Map<String, List<String>> SEEN = new TreeMap<>();

  private Seen() {}

  static void add(String place, String value) {
    synchronized (SEEN) {
      SEEN.computeIfAbsent(place, each -> new ArrayList<>()).add(value);
      SEEN.notifyAll();
    }
  }

  /** What a place has seen of a round, once it is so much. */
  static List<String> await(String place, int round, int count) throws InterruptedException {
    String prefix = round + "-";
    long end = System.nanoTime() + LIMIT_NANOS;
    synchronized (SEEN) {
      while (true) {
        List<String> seen =
            SEEN.getOrDefault(place, List.of()).stream()
                .filter(value -> value.startsWith(prefix))
                .map(value -> value.substring(prefix.length()))
                .toList();
        long millis = (end - System.nanoTime()) / 1_000_000;
        if (seen.size() >= count || millis <= 0) {
          return seen;
        }
        SEEN.wait(millis);
      }
    }
  }
}
