package kamon.instrumentation.kafka.internal.settings;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;

/** What the settings say of the records of a topic and client. Immutable. */
public final class Policy {
  private static final double NO_PROBABILITY = -1;

  private final boolean startTraceOnProducer;
  private final Continuation continuation;
  private final boolean useDelayedSpans;
  private final boolean kamonEnabled;
  private final Tracing tracing;
  private final boolean unsampledSpansKeepTags;
  private final double samplingProbability;
  private final TagSettings tags;
  private final Operations operations;

  /** That of topics without a rule. */
  Policy(ConfigReader config) {
    startTraceOnProducer = config.own("start-trace-on-producer", true);
    continuation = continuation(config, Continuation.ALWAYS);
    useDelayedSpans = config.own("use-delayed-spans", false);
    kamonEnabled = config.kamons("kamon.enabled", true);
    tracing = config.own("enabled", true) ? Tracing.yes : Tracing.ignore;
    unsampledSpansKeepTags = config.kamonsDelay("kamon.trace.span-reporting-delay");
    samplingProbability = NO_PROBABILITY;
    tags = new TagSettings(config);
    operations = new Operations(config, tags.maxMetricValues());
  }

  /**
   * That of a rule, which has precedence over the other one.
   *
   * @param all reads the section of the rules
   */
  Policy(ConfigReader rule, ConfigReader all, Policy byDefault, Tracing tracing) {
    startTraceOnProducer = rule.own("start-trace-on-producer", byDefault.startTraceOnProducer);
    continuation = continuation(rule, byDefault.continuation);
    useDelayedSpans = rule.own("use-delayed-spans", byDefault.useDelayedSpans);
    samplingProbability =
        rule.own(
            "sampling-probability",
            NO_PROBABILITY,
            "a number from 0 to 1",
            Policy::probability,
            "what Kamon's sampler says");
    tags = byDefault.tags.withKeyOf(rule, all);
    operations = byDefault.operations.with(rule, tags.maxMetricValues());
    kamonEnabled = byDefault.kamonEnabled;
    unsampledSpansKeepTags = byDefault.unsampledSpansKeepTags;
    this.tracing = tracing;
  }

  private static Continuation continuation(ConfigReader config, Continuation byDefault) {
    return config.own(
        "continue-trace-on-consumer",
        byDefault,
        Continuation.WANTED,
        Continuation::from,
        byDefault.toString());
  }

  private static double probability(Config from, String path) {
    double probability = from.getDouble(path);
    if (!(probability >= 0 && probability <= 1)) {
      throw new ConfigException.BadValue(path, "not from 0 to 1");
    }
    return probability;
  }

  /** Whether a record has anything of ours at all. */
  public boolean isWanted() {
    return tracing != Tracing.ignore;
  }

  /** Whether spans are made. */
  public boolean spansWanted() {
    return kamonEnabled && tracing == Tracing.yes;
  }

  /** Whether a send outside of any trace starts one. */
  public boolean startTraceOnProducer() {
    return startTraceOnProducer;
  }

  /**
   * Whether the sender's span is the parent; if not, a new trace has a link to it.
   *
   * @param timestamp of the record, in milliseconds since the epoch; below 0 for none
   */
  public boolean continuesTrace(long timestamp) {
    return continuation.isFor(timestamp);
  }

  /** Whether the time in the topic shows as waiting time of consumer spans. */
  public boolean useDelayedSpans() {
    return useDelayedSpans;
  }

  /**
   * Whether a span of an unsampled trace can still be reported: with a reporting delay, sampling
   * can be decided after the span has ended, and its tags are wanted then.
   */
  public boolean unsampledSpansKeepTags() {
    return unsampledSpansKeepTags;
  }

  /** Whether it is said here how many of the traces that start are sampled. */
  public boolean hasSamplingProbability() {
    return samplingProbability != NO_PROBABILITY;
  }

  /** Whether a send outside of any trace asks Kamon's sampler. */
  public boolean asksSampler() {
    return startTraceOnProducer && !hasSamplingProbability();
  }

  /** From 0 to 1. */
  public double samplingProbability() {
    return samplingProbability;
  }

  /** Where the tags of spans go. */
  public TagSettings tags() {
    return tags;
  }

  /** What spans are called. */
  public Operations operations() {
    return operations;
  }
}
