package kamon.instrumentation.kafka.internal.weave;

/**
 * The field and methods that Kanela copies into a Kafka class. The build marks them as synthetic
 * (tools/SyntheticMembers).
 */
public class AttachedMixin implements Attached {
  private transient Object kamonAttachment;

  @Override
  public Object kamonAttachment() {
    return kamonAttachment;
  }

  @Override
  public void kamonAttachment(Object attachment) {
    this.kamonAttachment = attachment;
  }
}
