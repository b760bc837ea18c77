package kamon.instrumentation.kafka.internal.log;

/**
 * Text that others have chosen, as a log may have it: on one line, and not too long. Names of
 * context tags come from whoever may write to a topic, client ids and failures from anywhere.
 */
final class OneLine {
  static final int MAX = 2000;
  private static final char ELLIPSIS = '\u2026';

  private OneLine() {}

  static String of(String text) {
    if (text == null || isOne(text)) {
      return text;
    }
    int length = Math.min(text.length(), MAX);
    StringBuilder line = new StringBuilder(length + 1);
    for (int i = 0; i < length; i++) {
      char c = text.charAt(i);
      line.append(isHarmless(c) ? c : '?');
    }
    return (length < text.length() ? line.append(ELLIPSIS) : line).toString();
  }

  /** The failure itself, unless its text or that of one behind it is more than one line. */
  static Throwable of(Throwable failure) {
    Throwable cause = failure;
    // A cause may be its own cause's cause.
    for (int depth = 0; cause != null && depth < 20; depth++) {
      if (!isOne(String.valueOf(cause))) {
        return new Flat(failure);
      }
      cause = cause.getCause();
    }
    return failure;
  }

  private static boolean isOne(String text) {
    if (text.length() > MAX) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      if (!isHarmless(text.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  /** Not what ends a line, moves a cursor, or changes the direction of what follows. */
  private static boolean isHarmless(char c) {
    return c != '\u2028'
        && c != '\u2029'
        && !Character.isISOControl(c)
        && Character.getType(c) != Character.FORMAT;
  }

  /** What a failure says, on one line, and where it was; without those behind it. */
  private static final class Flat extends Throwable {
    private static final long serialVersionUID = 1L;

    private Flat(Throwable failure) {
      super(of(String.valueOf(failure)), null, false, true);
      setStackTrace(failure.getStackTrace());
    }
  }
}
