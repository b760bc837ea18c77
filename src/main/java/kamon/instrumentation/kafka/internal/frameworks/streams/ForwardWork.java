package kamon.instrumentation.kafka.internal.frameworks.streams;

import kamon.Kamon;
import kamon.context.Context;
import kamon.context.Storage;
import kamon.instrumentation.kafka.internal.propagation.Format;
import kamon.instrumentation.kafka.internal.propagation.Formats;
import kamon.instrumentation.kafka.internal.settings.Policy;
import kamon.instrumentation.kafka.internal.settings.Settings;
import org.apache.kafka.common.header.Headers;

/**
 * A record that is forwarded, and is not the one that the task processes: a cache, a suppress
 * operator or a processor has kept it, with the headers that say whose it is. These come before the
 * current span.
 */
public final class ForwardWork extends Work {
  private final TaskWork task;
  private final Storage.Scope scope;
  private final boolean ofUnknownRecord;

  /**
   * It is at hand with that.
   *
   * @param scope of the context that is current from here on: Kamon may throw when it is stored,
   *     and nobody would ever close this work
   */
  private ForwardWork(Work outer, Headers headers, Storage.Scope scope, boolean ofUnknownRecord) {
    super(headers);
    this.task = outer == null ? null : outer.task();
    this.ofUnknownRecord = ofUnknownRecord;
    this.scope = scope;
  }

  /**
   * A record goes to the next processors.
   *
   * @param topic that it is from, or null
   * @return null when the current context is its own
   */
  public static ForwardWork enter(String topic, Headers headers) {
    Work outer = atHand();
    Headers known = outer == null ? null : outer.headers();
    if (known == headers) {
      return null;
    }
    Settings settings = Settings.current();
    if (!settings.tracesKafkaStreams()) {
      return null;
    }
    Format format = Formats.of(settings);
    Policy policy = settings.policy(topic == null ? "" : topic);
    if (!policy.isWanted()) {
      return null;
    }
    boolean unknown = outer != null && outer.headersOfUnknown() != null;
    if (known != null && format.isSame(known, headers)) {
      return unknown ? nobodys(headers, format) : null;
    }
    Context carried = format.read(headers);
    if (carried.isEmpty()) {
      return null; // A store or a punctuator that does not say whose it is.
    }
    TaskWork task = outer == null ? null : outer.task();
    if (task == null || !task.cameWith(carried)) {
      Context own = policy.continuesTrace(-1) ? carried : Formats.withoutTrace(carried);
      return new ForwardWork(outer, headers, Kamon.storeContext(own), false);
    }
    if (unknown) {
      return nobodys(headers, format);
    }
    if (outer == task) {
      task.sameAs(headers);
      return null;
    }
    return new ForwardWork(outer, headers, Kamon.storeContext(task.context()), false);
  }

  /**
   * Goes on as nobody's: whatever keeps this record must not take it for the one whose headers it
   * has. They are a copy: the constructor of Record makes it, in every release from 2.8 to 4.4. Of
   * a propagator of the application's, it may have use for them.
   */
  private static ForwardWork nobodys(Headers headers, Format format) {
    if (format.writesChildren()) {
      format.remove(headers);
    }
    return null;
  }

  /**
   * What goes on now belongs to records of which nobody knows more, whatever the headers say.
   *
   * @return null when nothing is traced
   */
  public static ForwardWork enterUnknown() {
    Work outer = atHand();
    return outer == null
        ? null
        : new ForwardWork(outer, outer.headers(), Kamon.storeContext(Context.Empty()), true);
  }

  @Override
  TaskWork task() {
    return task;
  }

  @Override
  protected Headers headersOfUnknown() {
    return ofUnknownRecord ? headers() : null;
  }

  @Override
  public void close() {
    super.close();
    scope.close();
  }
}
