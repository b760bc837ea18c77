package kamon.instrumentation.kafka.compat.streams;

import java.lang.reflect.Method;
import java.time.Duration;
import org.apache.kafka.streams.kstream.EmitStrategy;
import org.apache.kafka.streams.kstream.JoinWindows;
import org.apache.kafka.streams.kstream.KGroupedStream;
import org.apache.kafka.streams.kstream.KTable;
import org.apache.kafka.streams.kstream.SessionWindows;
import org.apache.kafka.streams.kstream.TimeWindows;
import org.apache.kafka.streams.kstream.Windowed;

/** Windows of a second, without grace. Methods for them have had other names before 3.0. */
final class Windows {
  private static final Duration SIZE = Duration.ofSeconds(1);

  private Windows() {}

  static TimeWindows tumbling() {
    return TimeWindows.class.cast(windows(TimeWindows.class, "ofSizeWithNoGrace", "of"));
  }

  static SessionWindows sessions() {
    return SessionWindows.class.cast(
        windows(SessionWindows.class, "ofInactivityGapWithNoGrace", "with"));
  }

  static JoinWindows joins() {
    return JoinWindows.class.cast(windows(JoinWindows.class, "ofTimeDifferenceWithNoGrace", "of"));
  }

  /** Counts of windows that come out once, when no record belongs to them any more. */
  static KTable<Windowed<String>, Long> whenClosed(KGroupedStream<String, String> stream) {
    return stream.windowedBy(tumbling()).emitStrategy(EmitStrategy.onWindowClose()).count();
  }

  /** The same of sessions. */
  static KTable<Windowed<String>, Long> whenEnded(KGroupedStream<String, String> stream) {
    return stream.windowedBy(sessions()).emitStrategy(EmitStrategy.onWindowClose()).count();
  }

  private static Object windows(Class<?> type, String name, String formerName) {
    try {
      for (Method method : type.getMethods()) {
        if (method.getName().equals(name)) {
          return method.invoke(null, SIZE);
        }
      }
      Object windows = type.getMethod(formerName, Duration.class).invoke(null, SIZE);
      return type.getMethod("grace", Duration.class).invoke(windows, Duration.ZERO);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }
}
