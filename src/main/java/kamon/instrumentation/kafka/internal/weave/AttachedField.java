package kamon.instrumentation.kafka.internal.weave;

/**
 * The interface and the field that Kanela adds to a Kafka class when it is loaded. The build marks
 * the field as synthetic (tools/SyntheticMembers).
 */
abstract class AttachedField implements Attached {
  transient Object kamonAttachment;
}
