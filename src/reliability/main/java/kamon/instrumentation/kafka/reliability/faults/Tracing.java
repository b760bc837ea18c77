package kamon.instrumentation.kafka.reliability.faults;

import com.typesafe.config.ConfigFactory;
import java.util.function.Supplier;
import kamon.Kamon;
import kamon.context.Context;
import kamon.context.Storage;
import kamon.instrumentation.kafka.KafkaInstrumentation;
import kamon.instrumentation.kafka.testbed.SpanLifecycle;
import kamon.trace.Span;
import kamon.trace.Trace;
import kamon.trace.Trace$SamplingDecision$DoNotSample$;
import kamon.trace.Trace$SamplingDecision$Sample$;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Kamon with a reporter, where the agent is; nothing in the control run. */
public final class Tracing {
  /** Whether the span of a send is reported. */
  public enum Sampled {
    YES,
    NO,
    PERHAPS
  }

  /** Spans are what they are in production, also where they need no object. */
  public static final String AGENT = "agent";

  /** With hooks of Kamon's that see each span begin and end. */
  static final String COUNTED = "counted";

  private static final String HOOKS =
      """
      kamon.trace.hooks {
        pre-start = ["kamon.instrumentation.kafka.testbed.SpanLifecycle$Started"]
        pre-finish = ["kamon.instrumentation.kafka.testbed.SpanLifecycle$Finished"]
      }
      """;

  private final String mode;
  private final Reports reports = new Reports();
  private Span kept;
  private Span dropped;

  public Tracing(String mode) {
    this.mode = mode;
    if (!isOn()) {
      return;
    }
    Kamon.initWithoutAttaching(
        ConfigFactory.parseString(
                """
                kamon.trace {
                  sampler = random
                  random-sampler.probability = 0.5
                  tick-interval = 2ms
                }
                kamon.metric.tick-interval = 200ms
                """
                    + (isCounted() ? HOOKS : ""))
            .withFallback(ConfigFactory.load()));
    Kamon.addReporter("spans", reports.spans());
    Kamon.addReporter("metrics", reports);
    kept = parent(Trace$SamplingDecision$Sample$.MODULE$);
    dropped = parent(Trace$SamplingDecision$DoNotSample$.MODULE$);
    SpanLifecycle.reset();
  }

  private static Span parent(Trace.SamplingDecision decision) {
    return Kamon.spanBuilder("request").samplingDecision(decision).start();
  }

  public boolean isOn() {
    return mode.equals(AGENT) || isCounted();
  }

  boolean isCounted() {
    return mode.equals(COUNTED);
  }

  Reports reports() {
    return reports;
  }

  static Sampled sampled(int sequence) {
    return Sampled.values()[sequence % Sampled.values().length];
  }

  /** Below a span that is sampled, one that is not, or none. */
  public <T> T within(Sampled sampled, Supplier<T> work) {
    if (!isOn() || sampled == Sampled.PERHAPS) {
      return work.get();
    }
    Span parent = sampled == Sampled.YES ? kept : dropped;
    Storage.Scope scope = Kamon.storeContext(Context.of(Span.Key(), parent));
    try {
      return work.get();
    } finally {
      scope.close();
    }
  }

  /** As an application processes a record. */
  void process(ConsumerRecord<?, ?> record, Runnable work) {
    if (isOn()) {
      KafkaInstrumentation.runWithConsumerSpan(record, work);
    } else {
      work.run();
    }
  }
}
