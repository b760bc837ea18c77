package kamon.instrumentation.kafka.internal.weave;

import kamon.context.Context;

/**
 * What a ProducerRecord has where Kamon's own module is on the class path. Both engines copy the
 * methods into Kafka's class as they are, our agent without a look into them: no branches.
 */
class OldContextMixin extends OldContextType {
  @Override
  public Context context() {
    return OldRecordEntry.context(this);
  }

  @Override
  public void setContext(Context context) {
    OldRecordEntry.setContext(this, context);
  }
}
