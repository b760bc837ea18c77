package kamon.instrumentation.kafka.agent;

import java.util.UUID;
import kamon.instrumentation.kafka.testbed.KafkaBroker;

/** Makes topics that no other test uses. */
final class Topics {
  private Topics() {}

  static String create(KafkaBroker broker) {
    String topic = "agent-" + UUID.randomUUID();
    broker.createTopic(topic, 1);
    return topic;
  }
}
