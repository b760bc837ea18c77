package kamon.instrumentation.kafka.internal.weave;

import kanela.agent.libs.net.bytebuddy.asm.Advice;
import org.apache.kafka.clients.consumer.ConsumerRecords;

/** Around one call of a listener for a batch. */
final class ListenAttemptAdvice {
  private ListenAttemptAdvice() {}

  @Advice.OnMethodEnter(suppress = Throwable.class)
  static void onEnter(
      @Advice.Argument(0) ConsumerRecords<?, ?> records, @Advice.Origin("#t.#m") String hook) {
    try {
      SpringEntry.attempt(records);
    } catch (Throwable t) {
      FailureEntry.failed(hook, t);
    }
  }

  @Advice.OnMethodExit(onThrowable = Throwable.class, suppress = Throwable.class)
  static void onExit(@Advice.Thrown Throwable failure, @Advice.Origin("#t.#m") String hook) {
    try {
      SpringEntry.thrown(failure);
    } catch (Throwable t) {
      FailureEntry.failed(hook, t);
    }
  }
}
