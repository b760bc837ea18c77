package kamon.instrumentation.kafka.internal.weave;

import kamon.context.Context;

/** The same for a ConsumerRecord, which has its context in its headers. */
class OldFactsMixin extends OldFactsType {
  @Override
  public long nanosSincePollStart() {
    return OldRecordEntry.pollNanos(this);
  }

  @Override
  public ConsumerInfo consumerInfo() {
    return (ConsumerInfo) OldRecordEntry.consumerInfo(this);
  }

  @Override
  public void set(long nanosSincePollStart, ConsumerInfo consumerInfo) {
    OldRecordEntry.setFacts(this, nanosSincePollStart, consumerInfo);
  }

  @Override
  public Context incomingContext() {
    return OldRecordEntry.incomingContext(this);
  }

  @Override
  public void set(Context incomingContext, long nanosSincePollStart, ConsumerInfo consumerInfo) {
    OldRecordEntry.setFacts(this, nanosSincePollStart, consumerInfo);
  }
}
