package kamon.instrumentation.kafka.hooks;

/**
 * Implemented by instrumented Kafka classes: one reference that an object carries for us. A
 * ProducerRecord holds the context of its construction, a ConsumerRecord the facts of its poll, a
 * client its identity. Public because Kafka's classes implement it.
 */
public interface Attached {

  /** What was attached, or null. */
  Object kamonAttachment();

  /** Attaches, replacing what was there. */
  void kamonAttachment(Object attachment);
}
