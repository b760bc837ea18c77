package kamon.instrumentation.kafka.internal.settings;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** What is said of the tags of spans. Immutable. */
public final class TagSettings {
  /** Where these settings are. */
  public static final String SECTION = Settings.SECTION + ".tags";

  private static final String HASH = "HmacSHA256";

  private final int max;
  private final PlacedTag key;
  private final PlacedTag topic;
  private final PlacedTag group;
  private final PlacedTag partition;
  private final PlacedTag offset;
  private final PlacedTag clientId;
  private final PlacedTag batchSize;
  private final boolean hasMessaging;
  private final boolean textPartition;
  private final Mac keyHash;
  private final TagMode keyMode;
  private final Convention convention;
  private final String[] headers;
  private final boolean knownBefore;

  TagSettings(ConfigReader config) {
    max = Incoming.count(config, "tags.max-metric-values", 100);
    keyMode = mode(config, "key", TagMode.span, true);
    keyHash = keyMode == TagMode.hash ? keyHash(config) : null;
    convention =
        config.own(
            "tags.convention",
            Convention.kamon,
            "kamon, opentelemetry or both",
            (from, path) -> from.getEnum(Convention.class, path),
            Convention.kamon.name());
    hasMessaging = convention != Convention.kamon;
    textPartition = convention == Convention.opentelemetry;
    key = new PlacedTag(TagNames.KEY, MessagingNames.KEY, convention, keyMode, max);
    TagMode topicMode = mode(config, "topic", TagMode.metric, false);
    topic = new PlacedTag(TagNames.TOPIC, MessagingNames.DESTINATION, convention, topicMode, max);
    TagMode groupMode = mode(config, "group", TagMode.metric, false);
    group = new PlacedTag(TagNames.GROUP_ID, MessagingNames.GROUP, convention, groupMode, max);
    TagMode partitionMode = mode(config, "partition", TagMode.span, false);
    partition =
        new PlacedTag(TagNames.PARTITION, MessagingNames.PARTITION, convention, partitionMode, max);
    TagMode offsetMode = mode(config, "offset", TagMode.span, false);
    offset = new PlacedTag(TagNames.OFFSET, MessagingNames.OFFSET, convention, offsetMode, max);
    TagMode span = TagMode.span;
    clientId = new PlacedTag(TagNames.CLIENT_ID, MessagingNames.CLIENT_ID, convention, span, max);
    batchSize =
        new PlacedTag(TagNames.BATCH_SIZE, MessagingNames.BATCH_SIZE, convention, span, max);
    headers = headers(config);
    knownBefore = areKnownBefore(this);
  }

  private TagSettings(TagSettings other, TagMode keyMode, Mac keyHash) {
    max = other.max;
    topic = other.topic;
    group = other.group;
    partition = other.partition;
    offset = other.offset;
    clientId = other.clientId;
    batchSize = other.batchSize;
    hasMessaging = other.hasMessaging;
    textPartition = other.textPartition;
    headers = other.headers;
    convention = other.convention;
    key = new PlacedTag(TagNames.KEY, MessagingNames.KEY, convention, keyMode, max);
    this.keyMode = keyMode;
    this.keyHash = keyHash;
    knownBefore = areKnownBefore(this);
  }

  private static boolean areKnownBefore(TagSettings tags) {
    return !tags.hasMessaging
        && !tags.key.isMeasured()
        && !tags.partition.isMeasured()
        && !tags.offset.isMeasured();
  }

  /**
   * Whether metric tags are known before there is a record, topic and group, and no tag depends on
   * how a send ends.
   */
  public boolean areKnownBefore() {
    return knownBefore;
  }

  /**
   * The same with what a rule says of the key.
   *
   * @param all reads the section of the rules, which has the secret
   */
  TagSettings withKeyOf(ConfigReader rule, ConfigReader all) {
    TagMode mode = mode(rule, "key", keyMode, true);
    if (mode == keyMode) {
      return this;
    }
    return new TagSettings(this, mode, mode == TagMode.hash ? keyHash(all) : null);
  }

  private static TagMode mode(ConfigReader config, String tag, TagMode byDefault, boolean hash) {
    return config.own(
        "tags." + tag,
        byDefault,
        hash ? "span, metric, hash or off" : "span, metric or off",
        (from, path) -> mode(from, path, hash),
        byDefault.name());
  }

  private static TagMode mode(Config from, String path, boolean hash) {
    TagMode mode = from.getEnum(TagMode.class, path);
    if (mode == TagMode.hash && !hash) {
      throw new ConfigException.BadValue(path, "for keys only");
    }
    return mode;
  }

  /** Ready to be cloned for each key; null where there is no secret, or Java has no such hash. */
  private static Mac keyHash(ConfigReader config) {
    String secret = config.own("tags.key-hash-secret", "", "a string", TagSettings::secret, "");
    if (secret.isEmpty()) {
      config.found(
          "Setting "
              + SECTION
              + ".key = hash needs "
              + SECTION
              + ".key-hash-secret: without it, spans have no tag kafka.key");
      return null;
    }
    try {
      Mac mac = Mac.getInstance(HASH);
      mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), HASH));
      return mac;
    } catch (GeneralSecurityException e) {
      config.found("Spans have no tag kafka.key: this Java has no " + HASH + ": " + e);
      return null;
    }
  }

  /** What is no text is as good as nothing, and no finding may show it. */
  private static String secret(Config from, String path) {
    try {
      return from.getString(path);
    } catch (ConfigException e) {
      return "";
    }
  }

  private static String[] headers(ConfigReader config) {
    List<String> named =
        config.own(
            "tags.headers",
            Collections.<String>emptyList(),
            "a list of strings",
            Config::getStringList,
            "[]");
    Set<String> names = new LinkedHashSet<>(named);
    return names.toArray(new String[0]);
  }

  /** How many values a tag may have in metrics. */
  int maxMetricValues() {
    return max;
  }

  public PlacedTag key() {
    return key;
  }

  /** Of {@link #key} where it is hashed; null when nobody can. To be cloned. */
  public Mac keyHash() {
    return keyHash;
  }

  public PlacedTag topic() {
    return topic;
  }

  public PlacedTag group() {
    return group;
  }

  public PlacedTag partition() {
    return partition;
  }

  public PlacedTag offset() {
    return offset;
  }

  public PlacedTag clientId() {
    return clientId;
  }

  public PlacedTag batchSize() {
    return batchSize;
  }

  /** Whether there are tags with OpenTelemetry's names. */
  public boolean hasMessaging() {
    return hasMessaging;
  }

  /** Whether {@link #partition} is a text, as OpenTelemetry has it. */
  public boolean textPartition() {
    return textPartition;
  }

  /** Names of the record headers that become tags; not to be changed. */
  public String[] headers() {
    return headers;
  }
}
