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
  private final boolean keyWanted;
  private final OperationNames operations;

  /** That of topics without a rule. */
  Policy(ConfigReader config) {
    startTraceOnProducer = config.own("start-trace-on-producer", true);
    continuation = continuation(config, Continuation.ALWAYS);
    useDelayedSpans = config.own("use-delayed-spans", false);
    kamonEnabled = config.kamons("kamon.enabled", true);
    tracing = config.own("enabled", true) ? Tracing.yes : Tracing.ignore;
    unsampledSpansKeepTags = config.kamonsDelay("kamon.trace.span-reporting-delay");
    samplingProbability = NO_PROBABILITY;
    keyWanted = true;
    operations = OperationNames.DEFAULT;
  }

  /** That of a rule, which has precedence over the other one. */
  Policy(ConfigReader rule, Policy byDefault, Tracing tracing) {
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
    keyWanted = rule.own("key", byDefault.keyWanted, "span or off", Policy::isKeyWanted, "span");
    operations = OperationNames.of(rule, byDefault.operations);
    kamonEnabled = byDefault.kamonEnabled;
    unsampledSpansKeepTags = byDefault.unsampledSpansKeepTags;
    this.tracing = tracing;
  }

  private Policy(Policy other, OperationNames operations) {
    startTraceOnProducer = other.startTraceOnProducer;
    continuation = other.continuation;
    useDelayedSpans = other.useDelayedSpans;
    kamonEnabled = other.kamonEnabled;
    tracing = other.tracing;
    unsampledSpansKeepTags = other.unsampledSpansKeepTags;
    samplingProbability = other.samplingProbability;
    keyWanted = other.keyWanted;
    this.operations = operations;
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

  private static boolean isKeyWanted(Config from, String path) {
    String place = from.getString(path);
    if (!place.equals("span") && !place.equals("off")) {
      throw new ConfigException.BadValue(path, "neither span nor off");
    }
    return place.equals("span");
  }

  /**
   * The same with names in the place of patterns.
   *
   * @param group null for none
   */
  Policy named(String topic, String group) {
    OperationNames names = operations.with(topic, group);
    return names == operations ? this : new Policy(this, names);
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

  /** From 0 to 1. */
  public double samplingProbability() {
    return samplingProbability;
  }

  /** Whether spans show the key. */
  public boolean keyWanted() {
    return keyWanted;
  }

  /** The name of a span of a send. */
  public String producerOperation(String byDefault) {
    return operations.producer(byDefault);
  }

  /** The name of a span of one consumed record. */
  public String consumerOperation(String byDefault) {
    return operations.consumer(byDefault);
  }

  /** The name of a span of several consumed records. */
  public String batchOperation(String byDefault) {
    return operations.batch(byDefault);
  }
}
