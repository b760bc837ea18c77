package kamon.instrumentation.kafka.reliability.own;

import java.io.IOException;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** What each entry point of the library calls first, in the copy that the test makes of it. */
public final class Faults {
  private static final Map<String, AtomicLong> THROWN = new ConcurrentHashMap<>();
  private static volatile Map<String, String> armed = Map.of();

  private Faults() {}

  /** Called by the library's methods. */
  public static void at(String method) throws Throwable {
    String kind = armed.get(method);
    if (kind != null) {
      THROWN.computeIfAbsent(method, each -> new AtomicLong()).incrementAndGet();
      throw failure(kind, method);
    }
  }

  /** From here on, these methods throw, and no others. */
  public static void arm(Collection<String> methods, String kind) {
    Map<String, String> next = new TreeMap<>();
    methods.forEach(method -> next.put(method, kind));
    armed = next;
  }

  static Map<String, AtomicLong> thrown() {
    return new TreeMap<>(THROWN);
  }

  private static Throwable failure(String kind, String method) {
    return switch (kind) {
      case "exception" -> new IllegalStateException(method);
      case "checked" -> new IOException(method);
      case "link" -> new NoClassDefFoundError(method);
      case "stack" -> new StackOverflowError(method);
      default -> new AssertionError(method);
    };
  }
}
