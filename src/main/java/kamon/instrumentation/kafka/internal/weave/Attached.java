package kamon.instrumentation.kafka.internal.weave;

/**
 * Implemented by instrumented Kafka classes: one reference that an object carries for us. A
 * ProducerRecord holds the context of its construction, the headers of a polled record the facts of
 * the poll, a client its identity. Public because Kafka's classes implement it.
 */
public interface Attached {

  /** What was attached, or null. */
  Object kamonAttachment();

  /** Attaches, replacing what was there. */
  void kamonAttachment(Object attachment);
}
