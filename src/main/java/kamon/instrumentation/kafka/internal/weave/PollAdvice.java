package kamon.instrumentation.kafka.internal.weave;

import kanela.agent.libs.net.bytebuddy.asm.Advice;
import org.apache.kafka.clients.consumer.ConsumerRecords;

/** Around poll of consumers and share consumers; a poll that throws is left alone. */
final class PollAdvice {
  private PollAdvice() {}

  @Advice.OnMethodEnter
  static long onEnter() {
    return System.nanoTime();
  }

  @Advice.OnMethodExit(suppress = Throwable.class)
  static void onExit(
      @Advice.This Object consumer,
      @Advice.Enter long startNanos,
      @Advice.Return ConsumerRecords<?, ?> records,
      @Advice.Origin("#t.#m") String hook) {
    try {
      ConsumerEntry.afterPoll(consumer, startNanos, records);
    } catch (Throwable t) {
      FailureEntry.failed(hook, t);
    }
  }
}
