package kamon.instrumentation.kafka.internal.settings;

import com.typesafe.config.Config;
import java.util.concurrent.atomic.AtomicReference;
import kamon.Kamon;

/**
 * What kamon.instrumentation.kafka.client says, read once per configuration. Immutable; {@link
 * #current} follows Kamon.reconfigure.
 */
public final class Settings {
  /** Where those of tracing are. */
  public static final String SECTION = "kamon.instrumentation.kafka.client.tracing";

  private static final String FRAMEWORKS = "kamon.instrumentation.kafka.client.frameworks";

  private static final AtomicReference<Settings> CURRENT = new AtomicReference<>();

  private static volatile Runnable whenRead = () -> {};

  private final Config source;
  private final TopicRules topics;
  private final TagSettings tags;
  private final Incoming incoming;
  private final Propagators propagators;
  private final String httpChannel;
  private final boolean finishAbandonedSpans;
  private final boolean lazySpans;
  private final boolean tracesSpringKafka;
  private final boolean tracesKafkaConnect;
  private final boolean tracesKafkaStreams;
  private final MetricSettings metrics;

  private Settings(
      Config config, ConfigReader reader, ConfigReader frameworks, ConfigReader ofMetrics) {
    source = config;
    Policy byDefault = new Policy(reader);
    topics = new TopicRules(reader, byDefault);
    tags = byDefault.tags();
    incoming = new Incoming(reader);
    propagators = Propagators.of(reader);
    httpChannel = reader.own("propagation.channel", "default");
    finishAbandonedSpans = reader.own("finish-abandoned-spans", true);
    lazySpans = reader.own("lazy-unsampled-spans", true);
    tracesSpringKafka = frameworks.own("spring-kafka", true);
    tracesKafkaConnect = frameworks.own("kafka-connect", true);
    tracesKafkaStreams = frameworks.own("kafka-streams", true);
    metrics = new MetricSettings(ofMetrics);
  }

  /** The settings of Kamon's present configuration. Never throws, never waits. */
  public static Settings current() {
    // Comparing the configuration by identity needs no reconfigure hook: Kamon keeps its hooks for
    // ever, and a hook from a web application that is redeployed would keep its class loader.
    Config config = Kamon.config();
    Settings settings = CURRENT.get();
    return settings != null && settings.source == config ? settings : read(config, settings);
  }

  /**
   * Without a lock: reading has no effects, so two threads may do it at once; the one that comes
   * first speaks, and both work with what it has read. A log appender that sends through Kafka
   * could wait for such a lock, while its holder waits for the appender.
   */
  private static Settings read(Config config, Settings former) {
    Config complete = OwnDefaults.complete(config);
    ConfigReader reader = new ConfigReader(complete, SECTION);
    ConfigReader frameworks = new ConfigReader(complete, FRAMEWORKS);
    ConfigReader ofMetrics = new ConfigReader(complete, MetricSettings.SECTION);
    Settings settings = new Settings(config, reader, frameworks, ofMetrics);
    if (CURRENT.compareAndSet(former, settings)) {
      reader.logFindings();
      frameworks.logFindings();
      ofMetrics.logFindings();
      whenRead.run();
      return settings;
    }
    Settings first = CURRENT.get();
    return first.source == config ? first : settings;
  }

  /** What is run when there are new settings, in whichever thread; for one caller, once. */
  public static void whenRead(Runnable action) {
    whenRead = action;
  }

  /** What holds for the records of a topic, whoever the client is. */
  public Policy policy(String topic) {
    return ClientPolicies.OF_UNKNOWN.of(this, topic);
  }

  /** What holds for some records. */
  TopicRules topics() {
    return topics;
  }

  /** What holds for the tags of spans, where it does not depend on the topic. */
  public TagSettings tags() {
    return tags;
  }

  /** What is taken from the headers of records. */
  public Incoming incoming() {
    return incoming;
  }

  /** The names of the formats in which contexts travel. */
  public Propagators propagators() {
    return propagators;
  }

  /** Which of Kamon's HTTP channels the format of that name is. */
  public String httpChannel() {
    return httpChannel;
  }

  /** Whether consumer spans that an application leaves open are finished in its place. */
  public boolean finishAbandonedSpans() {
    return finishAbandonedSpans;
  }

  /** Whether spans that nobody will see are made only when somebody looks at them. */
  public boolean lazySpans() {
    return lazySpans;
  }

  /** Whether the listeners of Spring Kafka get consumer spans without code. */
  public boolean tracesSpringKafka() {
    return tracesSpringKafka;
  }

  /** Whether the sinks of Kafka Connect get consumer spans without code. */
  public boolean tracesKafkaConnect() {
    return tracesKafkaConnect;
  }

  /** Whether the records of Kafka Streams get consumer spans without code. */
  public boolean tracesKafkaStreams() {
    return tracesKafkaStreams;
  }

  /** What is said of metrics. */
  public MetricSettings metrics() {
    return metrics;
  }

  /** The configuration that these settings were read from. */
  public Config config() {
    return source;
  }
}
