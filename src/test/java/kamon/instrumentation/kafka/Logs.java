package kamon.instrumentation.kafka;

import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import java.util.function.Predicate;
import org.slf4j.LoggerFactory;

/** What Kamon and this library log while it is open. */
public final class Logs implements AutoCloseable {
  private final Logger logger = (Logger) LoggerFactory.getLogger("kamon");
  private final Logger ours = (Logger) LoggerFactory.getLogger("kamon.instrumentation.kafka");
  private final ListAppender<ILoggingEvent> appender = new ListAppender<>();

  public Logs() {
    appender.start();
    logger.addAppender(appender);
  }

  /** The warnings and errors so far. */
  public List<String> warnings() {
    return messages(event -> event.getLevel().isGreaterOrEqual(Level.WARN));
  }

  /**
   * As many warnings and errors, or more. Settings are read, and what is wrong in them said, by
   * whichever thread meets them first: that of Kamon's metrics, too.
   */
  public List<String> awaitWarnings(int number) {
    await().atMost(Tracing.PATIENCE).until(() -> warnings().size() >= number);
    return warnings();
  }

  /** The same for what this library has said at INFO. */
  public List<String> awaitInfos(int number) {
    await().atMost(Tracing.PATIENCE).until(() -> infos().size() >= number);
    return infos();
  }

  /** What this library has said at INFO so far. */
  public List<String> infos() {
    return messages(
        event ->
            event.getLevel() == Level.INFO
                && event.getLoggerName().startsWith("kamon.instrumentation.kafka"));
  }

  /** What this library has said at DEBUG since this was called first. */
  public List<String> debugs() {
    ours.setLevel(Level.DEBUG);
    return messages(event -> event.getLevel() == Level.DEBUG);
  }

  private List<String> messages(Predicate<ILoggingEvent> wanted) {
    List<ILoggingEvent> events;
    synchronized (appender) { // as it is when it adds one: other threads may log meanwhile
      events = List.copyOf(appender.list);
    }
    return events.stream().filter(wanted).map(ILoggingEvent::getFormattedMessage).toList();
  }

  @Override
  public void close() {
    logger.detachAppender(appender);
    ours.setLevel(null);
  }
}
