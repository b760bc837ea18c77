package kamon.instrumentation.kafka.internal.tracing;

import kamon.instrumentation.kafka.internal.log.Warning;

/**
 * Sends that tracing itself leads to. A reporter that sends spans through Kafka would make a span
 * for each that it reports, and report those, without end; so would a log appender, with a line of
 * ours that its own send has caused.
 */
final class OwnTraffic {
  // Kamon runs each reporter in a thread of its own, which has the reporter's name, whatever that
  // is; but all that such a thread does is called from here.
  private static final String KAMONS_MODULES = "kamon.module.ModuleRegistry";

  // Only what is never such a thread is known for good: Kamon.init() makes modules in the thread of
  // the application that calls it, and what such a module logs an appender may send.
  private static final ThreadLocal<Boolean> NEVER_REPORTS = new ThreadLocal<>();

  private OwnTraffic() {}

  /** Whether what this thread sends now is of that kind. */
  static boolean isCurrent() {
    Thread thread = Thread.currentThread();
    // Kamon's threads are plain ones. Of a thread of the application's a stack is looked at once in
    // its life, and never of a virtual thread, which may be short.
    return (thread.getClass() == Thread.class && NEVER_REPORTS.get() == null && reports())
        || Warning.isBeingLogged();
  }

  private static boolean reports() {
    for (StackTraceElement frame : Thread.currentThread().getStackTrace()) {
      if (frame.getClassName().startsWith(KAMONS_MODULES)) {
        return true;
      }
    }
    NEVER_REPORTS.set(Boolean.TRUE);
    return false;
  }
}
