package kamon.instrumentation.kafka.internal.tracing;

/**
 * Sends of a framework for its own ends, such as the changelog of a store: they go as if we were
 * not there. Of the thread that asks.
 */
public final class Untraced {
  private static final ThreadLocal<Untraced> OF_THREAD = ThreadLocal.withInitial(Untraced::new);
  // Where no framework was ever seen, sends do not look at their thread.
  private static volatile boolean anywhere;

  private int depth;

  private Untraced() {}

  /** Until {@link #leave}, the sends of this thread are of that kind. */
  public static void enter() {
    anywhere = true;
    OF_THREAD.get().depth++;
  }

  /** The other end. */
  public static void leave() {
    OF_THREAD.get().depth--;
  }

  static boolean isCurrent() {
    return anywhere && OF_THREAD.get().depth > 0;
  }
}
