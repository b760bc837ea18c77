package kamon.instrumentation.kafka.reliability.fuzz;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.core.AppenderBase;
import org.slf4j.LoggerFactory;

/**
 * What the log may not have after a record was read: a failure that a guard has caught, a line of
 * Kamon's, which logs one for each record, or a character that breaks lines.
 */
final class LogGuard extends AppenderBase<ILoggingEvent> {
  private static final String OURS = "kamon.instrumentation.kafka";

  private volatile String forbidden;

  static LogGuard install() {
    Logger root = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
    LogGuard guard = new LogGuard();
    guard.setContext(root.getLoggerContext());
    guard.start();
    root.detachAndStopAllAppenders(); // a fuzzer has its own output
    root.addAppender(guard);
    return guard;
  }

  /** Throws for what was logged since the last call. */
  void check() {
    String line = forbidden;
    if (line != null) {
      forbidden = null;
      throw new AssertionError("The log has: " + line);
    }
  }

  @Override
  protected void append(ILoggingEvent event) {
    if (!event.getLevel().isGreaterOrEqual(Level.WARN)) {
      return;
    }
    String line = event.getFormattedMessage();
    boolean ours = event.getLoggerName().startsWith(OURS);
    boolean caught =
        event.getThrowableProxy() != null
            || line.contains("could not")
            || line.startsWith("Could not");
    if (!ours || caught || line.chars().anyMatch(LogGuard::breaksLines)) {
      IThrowableProxy thrown = event.getThrowableProxy();
      forbidden =
          event.getLoggerName() + ": " + line + (thrown == null ? "" : ": " + thrown.getMessage());
    }
  }

  private static boolean breaksLines(int c) {
    return Character.isISOControl(c) || c == '\u2028' || c == '\u2029';
  }
}
