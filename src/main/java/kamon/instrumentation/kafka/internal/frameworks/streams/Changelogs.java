package kamon.instrumentation.kafka.internal.frameworks.streams;

import kamon.instrumentation.kafka.internal.settings.Settings;
import kamon.instrumentation.kafka.internal.tracing.Untraced;

/**
 * What stores write to their changelogs: nothing that anybody reads but Kafka Streams, when it
 * restores them. A sink and a store end in the same method of the record collector, the sink by way
 * of another one. So no topic's name has to be understood.
 */
public final class Changelogs {
  private static final ThreadLocal<Changelogs> OF_THREAD = ThreadLocal.withInitial(Changelogs::new);

  private int sinks;

  private Changelogs() {}

  /** A sink sends. */
  public static void enterSink() {
    OF_THREAD.get().sinks++;
  }

  /** It has sent. */
  public static void leaveSink() {
    OF_THREAD.get().sinks--;
  }

  /**
   * A sink or a store sends.
   *
   * @return whether it is a store
   */
  public static boolean enter() {
    if (OF_THREAD.get().sinks > 0 || !Settings.current().tracesKafkaStreams()) {
      return false;
    }
    Untraced.enter();
    return true;
  }

  /** It has sent. */
  public static void leave() {
    Untraced.leave();
  }
}
