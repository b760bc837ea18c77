package kamon.instrumentation.kafka;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import org.slf4j.LoggerFactory;

/** What Kamon and this library log while it is open. */
public final class Logs implements AutoCloseable {
  private final Logger logger = (Logger) LoggerFactory.getLogger("kamon");
  private final ListAppender<ILoggingEvent> appender = new ListAppender<>();

  public Logs() {
    appender.start();
    logger.addAppender(appender);
  }

  /** The warnings and errors so far. */
  public List<String> warnings() {
    return appender.list.stream()
        .filter(event -> event.getLevel().isGreaterOrEqual(Level.WARN))
        .map(ILoggingEvent::getFormattedMessage)
        .toList();
  }

  @Override
  public void close() {
    logger.detachAppender(appender);
  }
}
