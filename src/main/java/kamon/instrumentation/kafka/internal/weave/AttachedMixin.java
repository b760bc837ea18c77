package kamon.instrumentation.kafka.internal.weave;

/**
 * The methods that Kanela copies into a Kafka class, also when the class is transformed again: then
 * it takes interface and field from the loaded class itself. The build marks them as synthetic.
 */
public class AttachedMixin extends AttachedField {
  @Override
  public Object kamonAttachment() {
    return kamonAttachment;
  }

  @Override
  public void kamonAttachment(Object attachment) {
    this.kamonAttachment = attachment;
  }
}
