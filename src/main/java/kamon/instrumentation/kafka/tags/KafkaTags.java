package kamon.instrumentation.kafka.tags;

/** The names of span tags, as users see them in their tracing system. */
public final class KafkaTags {
  public static final String CLIENT_ID = "kafka.client-id";
  public static final String GROUP_ID = "kafka.group-id";
  public static final String KEY = "kafka.key";
  public static final String TOPIC = "kafka.topic";
  public static final String PARTITION = "kafka.partition";
  public static final String OFFSET = "kafka.offset";
  public static final String POLL_TIME = "kafka.poll-time";
  public static final String TIMESTAMP = "kafka.timestamp";
  public static final String TIMESTAMP_TYPE = "kafka.timestamp-type";
  public static final String DELIVERY_COUNT = "kafka.delivery-count";

  private KafkaTags() {}
}
