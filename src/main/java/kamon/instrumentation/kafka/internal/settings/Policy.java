package kamon.instrumentation.kafka.internal.settings;

/** What the settings say of a record: read once for each. Immutable. */
public final class Policy {
  private final boolean startTraceOnProducer;
  private final boolean continueTraceOnConsumer;
  private final boolean useDelayedSpans;
  private final boolean kamonEnabled;
  private final Tracing tracing;
  private final boolean unsampledSpansKeepTags;
  private final TagSettings tags;
  private final Operations operations;

  Policy(ConfigReader config) {
    startTraceOnProducer = config.own("start-trace-on-producer", true);
    continueTraceOnConsumer = config.own("continue-trace-on-consumer", true);
    useDelayedSpans = config.own("use-delayed-spans", false);
    kamonEnabled = config.kamons("kamon.enabled", true);
    tracing = config.own("enabled", true) ? Tracing.yes : Tracing.ignore;
    unsampledSpansKeepTags = config.kamonsDelay("kamon.trace.span-reporting-delay");
    tags = new TagSettings(config);
    operations = new Operations(config, tags.maxMetricValues());
  }

  private Policy(Policy other, Tracing tracing) {
    startTraceOnProducer = other.startTraceOnProducer;
    continueTraceOnConsumer = other.continueTraceOnConsumer;
    useDelayedSpans = other.useDelayedSpans;
    kamonEnabled = other.kamonEnabled;
    unsampledSpansKeepTags = other.unsampledSpansKeepTags;
    tags = other.tags;
    operations = other.operations;
    this.tracing = tracing;
  }

  /** The policy of a rule, unless all tracing is switched off. */
  Policy with(Tracing other) {
    return isWanted() ? new Policy(this, other) : this;
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

  /** Whether the sender's span is the parent; if not, a new trace has a link to it. */
  public boolean continueTraceOnConsumer() {
    return continueTraceOnConsumer;
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

  /** Where the tags of spans go. */
  public TagSettings tags() {
    return tags;
  }

  /** What spans are called. */
  public Operations operations() {
    return operations;
  }
}
