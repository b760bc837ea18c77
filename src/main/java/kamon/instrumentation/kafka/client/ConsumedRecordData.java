package kamon.instrumentation.kafka.client;

import kamon.context.Context;
import scala.Option;

/**
 * As Kamon's own module has it, to compile against: it is left out of our jar. Releases up to 2.5
 * have the context too.
 */
public interface ConsumedRecordData {

  long nanosSincePollStart();

  ConsumerInfo consumerInfo();

  void set(long nanosSincePollStart, ConsumerInfo consumerInfo);

  Context incomingContext();

  void set(Context incomingContext, long nanosSincePollStart, ConsumerInfo consumerInfo);

  /** Who polled. */
  class ConsumerInfo {
    private final Option<String> groupId;
    private final String clientId;

    public ConsumerInfo(Option<String> groupId, String clientId) {
      this.groupId = groupId;
      this.clientId = clientId;
    }

    public Option<String> groupId() {
      return groupId;
    }

    public String clientId() {
      return clientId;
    }
  }
}
