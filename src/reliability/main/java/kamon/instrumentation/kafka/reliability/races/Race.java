package kamon.instrumentation.kafka.reliability.races;

import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * What threads do at the same time to one state after the other, and what may come of it. A lap is
 * a number of states; between laps nobody runs.
 *
 * @param <S> what they share
 */
public interface Race<S> {
  String name();

  /** Before each lap. */
  default void begin() {}

  /** A new one. */
  S state();

  /** What each of the threads does to a state. */
  List<Consumer<S>> actors();

  /** What has come of it, once all are through. */
  String outcome(S state);

  /** All outcomes that may be. */
  Set<String> allowed();

  /**
   * After each lap, once each outcome was asked for.
   *
   * @return what is wrong, or the empty text
   */
  default String end(int states) {
    return "";
  }
}
