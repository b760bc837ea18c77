package kamon.instrumentation.kafka.internal.tracing;

/**
 * Sends of a framework for its own ends, such as the changelog of a store: they go as if we were
 * not there. Of the thread that asks.
 */
public final class Untraced {
  // Without an initial value: a thread of a server's that only sends must not keep a class of ours,
  // and with it the loader of an application that was undeployed.
  private static final ThreadLocal<Untraced> OF_THREAD = new ThreadLocal<>();
  // Where no framework was ever seen, sends do not look at their thread.
  private static volatile boolean anywhere;

  /**
   * Kept with a record that is built for such a send, in the place of a context: a producer that
   * the application has wrapped may send it from another thread.
   */
  static final Class<?> MARK = Untraced.class;

  private int depth;

  private Untraced() {}

  /** Until {@link #leave}, the sends of this thread are of that kind. */
  public static void enter() {
    anywhere = true;
    Untraced ofThread = OF_THREAD.get();
    if (ofThread == null) {
      ofThread = new Untraced();
      OF_THREAD.set(ofThread);
    }
    ofThread.depth++;
  }

  /** The other end. */
  public static void leave() {
    OF_THREAD.get().depth--;
  }

  static boolean isCurrent() {
    if (!anywhere) {
      return false;
    }
    Untraced ofThread = OF_THREAD.get();
    return ofThread != null && ofThread.depth > 0;
  }
}
