package kamon.instrumentation.kafka.internal.weave;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import kamon.instrumentation.kafka.internal.log.Warning;

/**
 * What woven code calls when one of the other entry points has thrown: they never do, but their
 * classes may not link, or the stack may be at its end. Around this call woven code suppresses
 * everything. Thread-safe.
 */
public final class FailureEntry {
  // As many as there are woven methods.
  private static final Map<String, Warning> WARNINGS = new ConcurrentHashMap<>();

  private static volatile boolean anyFailed;

  private FailureEntry() {}

  /**
   * A hook has failed.
   *
   * @param method that it is woven into
   */
  public static void failed(String method, Throwable failure) {
    anyFailed = true;
    WARNINGS
        .computeIfAbsent(method, each -> new Warning())
        .log("The hook in " + method + " has failed, and the method goes on without it", failure);
  }

  /** Whether any hook has, ever: then what another one has not seen may have happened. */
  static boolean anyFailed() {
    return anyFailed;
  }
}
