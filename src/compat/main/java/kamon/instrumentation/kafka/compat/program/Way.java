package kamon.instrumentation.kafka.compat.program;

import java.util.Locale;

/** The ways in which a record is sent and received. */
public enum Way {
  POLL_LONG("poll(long)"),
  POLL_DURATION("poll(Duration)"),
  CONSUMER_PROTOCOL("group.protocol=consumer"),
  NO_GROUP("without a group"),
  TRANSACTION("transactions"),
  SHARE("share consumer"),
  SHARE_LOCK_TIMEOUT("share lock timeout");

  private final String title;

  Way(String title) {
    this.title = title;
  }

  public String title() {
    return title;
  }

  /** Whether it also starts a span for its last record that it never finishes. */
  public boolean leavesOneOpen() {
    return this == NO_GROUP;
  }

  /** What the names of its topic, group and clients begin with. */
  public String prefix(String run) {
    return run + "-" + name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Its topic, with one partition. */
  public String topic(String run) {
    return prefix(run) + "-topic";
  }

  /** Its consumer group, if it uses one. */
  public String group(String run) {
    return prefix(run) + "-group";
  }

  public String producer(String run) {
    return prefix(run) + "-producer";
  }

  public String consumer(String run) {
    return prefix(run) + "-consumer";
  }
}
