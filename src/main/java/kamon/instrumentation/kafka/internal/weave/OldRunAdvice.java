package kamon.instrumentation.kafka.internal.weave;

import kanela.agent.libs.net.bytebuddy.asm.Advice;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import scala.Function0;

/**
 * In place of {@code runWithConsumerSpan} of Kamon's own module. The action runs here, and what it
 * throws goes to the caller, whatever fails of ours.
 */
final class OldRunAdvice {
  private OldRunAdvice() {}

  @Advice.OnMethodEnter(suppress = Throwable.class, skipOn = Advice.OnNonDefaultValue.class)
  static Object onEnter(
      @Advice.Argument(0) ConsumerRecord<?, ?> record,
      @Advice.Argument(1) String operationName,
      @Advice.Argument(3) Function0<?> action,
      @Advice.Origin("#t.#m") String hook) {
    try {
      return OldApiEntry.enterRun(record, operationName, action);
    } catch (Throwable t) {
      FailureEntry.failed(hook, t);
      return null;
    }
  }

  @Advice.OnMethodExit
  static void onExit(
      @Advice.Enter Object entered,
      @Advice.Argument(2) boolean finishSpan,
      @Advice.Argument(3) Function0<?> action,
      @Advice.Return(readOnly = false) Object returned) {
    if (entered == null) {
      return;
    }
    try {
      returned = action.apply();
    } catch (Throwable failure) {
      try {
        OldApiEntry.failedRun(entered, failure);
      } catch (Throwable t) {
        // The action's own failure counts.
      }
      throw failure;
    } finally {
      try {
        OldApiEntry.leaveRun(entered, finishSpan);
      } catch (Throwable t) {
        // So does its result.
      }
    }
  }
}
