package kamon.instrumentation.kafka.internal.weave;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigValueFactory;
import java.util.function.BiConsumer;
import kamon.context.Context;
import kamon.instrumentation.kafka.internal.log.Warning;
import kamon.instrumentation.kafka.internal.settings.Settings;
import kamon.instrumentation.kafka.internal.tracing.ConsumerScope;
import kamon.instrumentation.kafka.internal.tracing.ConsumerSpans;
import kamon.trace.Span;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import scala.Function0;
import scala.util.control.ControlThrowable;

/**
 * What the woven API of Kamon's own Kafka module calls, {@code
 * kamon.instrumentation.kafka.client.KafkaInstrumentation}: its own code looks for state that only
 * its own instrumentation of Kafka would leave. Thread-safe, never throws. Where it answers null
 * the old code goes on, with its own exception.
 */
public final class OldApiEntry {
  private static final Warning FAILED = new Warning();
  private static final String PROPAGATOR = "kamon.instrumentation.kafka.client.KafkaPropagator";

  private OldApiEntry() {}

  /** The context that a record carries. */
  public static Context context(ConsumerRecord<?, ?> record) {
    return record == null ? null : ConsumerSpans.incoming(record);
  }

  /** A started span. */
  public static Span consumerSpan(ConsumerRecord<?, ?> record, String operationName) {
    return record == null || operationName == null
        ? null
        : ConsumerSpans.start(record, ConsumerEntry.facts(record), operationName);
  }

  /**
   * An action is about to run with a consumer span.
   *
   * @return for the calls below
   */
  public static Object enterRun(
      ConsumerRecord<?, ?> record, String operationName, Function0<?> action) {
    return record == null || operationName == null || action == null
        ? null
        : ConsumerScope.enter(record, ConsumerEntry.facts(record), operationName);
  }

  /** The action has thrown. */
  public static void failedRun(Object entered, Throwable failure) {
    if (!(failure instanceof ControlThrowable)) { // "return" within a Scala block is no failure
      ((ConsumerScope) entered).failed(failure);
    }
  }

  /** The action has ended, in whichever way. */
  public static void leaveRun(Object entered, boolean finishSpan) {
    ((ConsumerScope) entered).leave(finishSpan);
  }

  /**
   * Carries the facts of a poll over.
   *
   * @return the record that has them now
   */
  public static ConsumerRecord<?, ?> copyHiddenState(
      ConsumerRecord<?, ?> from, ConsumerRecord<?, ?> to) {
    if (from != null && to != null) {
      ConsumerEntry.copyFacts(from, to);
    }
    return to;
  }

  /**
   * A configuration in which the old code finds what it can read: it throws at anything else, at
   * its first use and in each call after that. What it makes of it nobody asks.
   */
  public static Config settings(Config config) {
    try {
      Config readable = readable(config, "start-trace-on-producer", Config::getBoolean, true);
      readable = readable(readable, "continue-trace-on-consumer", Config::getBoolean, true);
      readable = readable(readable, "use-delayed-spans", Config::getBoolean, false);
      return readable(readable, "propagator", OldApiEntry::checkPropagator, "kctx");
    } catch (Throwable t) {
      FAILED.log("Kamon's own Kafka module reads the settings as they are", t);
      return config;
    }
  }

  private static Config readable(
      Config config, String key, BiConsumer<Config, String> read, Object instead) {
    String path = Settings.SECTION + "." + key;
    try {
      read.accept(config, path);
      return config;
    } catch (ConfigException | LinkageError e) {
      return config.withValue(path, ConfigValueFactory.fromAnyRef(instead));
    }
  }

  /** One of the two names that it knows, or a class that implements its interface. */
  private static void checkPropagator(Config config, String path) {
    String name = config.getString(path);
    if (name.equals("kctx") || name.equals("w3c")) {
      return;
    }
    ClassLoader loader = Thread.currentThread().getContextClassLoader();
    try {
      Class<?> type = Class.forName(name, false, loader);
      if (!Class.forName(PROPAGATOR, false, loader).isAssignableFrom(type)) {
        throw new ConfigException.BadValue(path, "no " + PROPAGATOR);
      }
    } catch (ClassNotFoundException e) {
      throw new ConfigException.BadValue(path, "no such class", e);
    }
  }
}
