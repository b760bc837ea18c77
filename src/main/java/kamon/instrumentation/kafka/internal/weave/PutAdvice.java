package kamon.instrumentation.kafka.internal.weave;

import java.util.Collection;
import kanela.agent.libs.net.bytebuddy.asm.Advice;

/** Around the hand-over of records to a sink, perhaps not for the first time. */
final class PutAdvice {
  private PutAdvice() {}

  @Advice.OnMethodEnter(suppress = Throwable.class)
  static Object onEnter(
      @Advice.FieldValue("messageBatch") Collection<?> records,
      @Advice.Origin("#t.#m") String hook) {
    try {
      return ConnectEntry.enterPut(records);
    } catch (Throwable t) {
      FailureEntry.failed(hook, t);
      return null;
    }
  }

  @Advice.OnMethodExit(onThrowable = Throwable.class, suppress = Throwable.class)
  static void onExit(
      @Advice.Enter Object entered,
      @Advice.FieldValue("messageBatch") Collection<?> records,
      @Advice.Thrown Throwable failure,
      @Advice.Origin("#t.#m") String hook) {
    try {
      ConnectEntry.leavePut(entered, records, failure);
    } catch (Throwable t) {
      FailureEntry.failed(hook, t);
    }
  }
}
