package kamon.instrumentation.kafka.internal.settings;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;

/** What spans are called where the application does not say it. Immutable. */
final class OperationNames {
  /** Without patterns: each span has the name that its maker gives. */
  static final OperationNames DEFAULT = new OperationNames(null, null, null);

  private final OperationPattern producer;
  private final OperationPattern consumer;
  private final OperationPattern batch;

  private OperationNames(
      OperationPattern producer, OperationPattern consumer, OperationPattern batch) {
    this.producer = producer;
    this.consumer = consumer;
    this.batch = batch;
  }

  /** Those of a section, or of a rule which may leave out some. */
  static OperationNames of(ConfigReader config, OperationNames byDefault) {
    if (config.has("operations") && !config.isObject("operations")) {
      return config.own(
          "operations", byDefault, "{ producer, consumer, batch }", OperationNames::none, "{}");
    }
    return new OperationNames(
        pattern(config, "operations.producer", byDefault.producer),
        pattern(config, "operations.consumer", byDefault.consumer),
        pattern(config, "operations.batch", byDefault.batch));
  }

  private static OperationNames none(Config config, String path) {
    throw new ConfigException.BadValue(path, "no object");
  }

  private static OperationPattern pattern(
      ConfigReader config, String key, OperationPattern byDefault) {
    if (!config.has(key)) {
      return byDefault;
    }
    String text = config.own(key, "");
    return text.isEmpty() ? byDefault : new OperationPattern(text);
  }

  /** Names in the place of patterns. */
  OperationNames with(String topic, String group) {
    return isNames(producer) && isNames(consumer) && isNames(batch)
        ? this
        : new OperationNames(
            named(producer, topic, group),
            named(consumer, topic, group),
            named(batch, topic, group));
  }

  private static boolean isNames(OperationPattern pattern) {
    return pattern == null || pattern.isName();
  }

  private static OperationPattern named(OperationPattern pattern, String topic, String group) {
    return isNames(pattern) ? pattern : new OperationPattern(pattern.name(topic, group));
  }

  String producer(String byDefault) {
    return producer == null ? byDefault : producer.toString();
  }

  String consumer(String byDefault) {
    return consumer == null ? byDefault : consumer.toString();
  }

  String batch(String byDefault) {
    return batch == null ? byDefault : batch.toString();
  }
}
