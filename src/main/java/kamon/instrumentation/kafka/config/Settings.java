package kamon.instrumentation.kafka.config;

import com.typesafe.config.Config;
import kamon.Kamon;
import kamon.instrumentation.kafka.KafkaPropagator;
import kamon.instrumentation.kafka.propagation.Propagators;

/**
 * What kamon.instrumentation.kafka.client.tracing says, read once per configuration. Immutable;
 * {@link #current} follows Kamon.reconfigure.
 */
public final class Settings {
  static final String SECTION = "kamon.instrumentation.kafka.client.tracing";

  private static volatile Settings current;

  private final Config source;
  private final boolean startTraceOnProducer;
  private final boolean continueTraceOnConsumer;
  private final boolean useDelayedSpans;
  private final boolean kamonEnabled;
  private final boolean unsampledSpansKeepTags;
  private final KafkaPropagator propagator;

  private Settings(Config config) {
    source = config;
    ConfigReader tracing = new ConfigReader(config, SECTION);
    startTraceOnProducer = tracing.flag("start-trace-on-producer", true);
    continueTraceOnConsumer = tracing.flag("continue-trace-on-consumer", true);
    useDelayedSpans = tracing.flag("use-delayed-spans", false);
    propagator =
        Propagators.named(
            tracing.text("propagator", Propagators.KCTX), SECTION + ".propagator", config);
    kamonEnabled = !config.hasPath("kamon.enabled") || config.getBoolean("kamon.enabled");
    unsampledSpansKeepTags =
        config.hasPath("kamon.trace.span-reporting-delay")
            && !config.getDuration("kamon.trace.span-reporting-delay").isZero();
  }

  /** The settings of Kamon's present configuration. */
  public static Settings current() {
    // Comparing the configuration by identity needs no reconfigure hook: Kamon keeps its hooks for
    // ever, and a hook from a web application that is redeployed would keep its class loader.
    Config config = Kamon.config();
    Settings settings = current;
    return settings != null && settings.source == config ? settings : read(config);
  }

  private static synchronized Settings read(Config config) {
    Settings settings = current;
    if (settings == null || settings.source != config) {
      settings = new Settings(config);
      current = settings;
    }
    return settings;
  }

  public boolean startTraceOnProducer() {
    return startTraceOnProducer;
  }

  public boolean continueTraceOnConsumer() {
    return continueTraceOnConsumer;
  }

  public boolean useDelayedSpans() {
    return useDelayedSpans;
  }

  public boolean kamonEnabled() {
    return kamonEnabled;
  }

  /**
   * Whether a span of an unsampled trace can still be reported: with a reporting delay, sampling
   * can be decided after the span has ended, and its tags are wanted then.
   */
  public boolean unsampledSpansKeepTags() {
    return unsampledSpansKeepTags;
  }

  public KafkaPropagator propagator() {
    return propagator;
  }
}
