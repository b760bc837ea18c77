package kamon.instrumentation.kafka.internal.weave;

import kanela.agent.libs.net.bytebuddy.asm.Advice;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.internals.ProcessorContextImpl;

/** Around the processors that get a record from another one, or from a store. */
final class StreamsForwardAdvice {
  private StreamsForwardAdvice() {}

  @Advice.OnMethodEnter(suppress = Throwable.class)
  static Object onEnter(
      @Advice.This ProcessorContextImpl context,
      @Advice.Argument(0) Record<?, ?> record,
      @Advice.Origin("#t.#m") String hook) {
    try {
      return StreamsEntry.enterForward(context.topic(), record.headers());
    } catch (Throwable t) {
      FailureEntry.failed(hook, t);
      return null;
    }
  }

  @Advice.OnMethodExit(onThrowable = Throwable.class, suppress = Throwable.class)
  static void onExit(@Advice.Enter Object entered, @Advice.Origin("#t.#m") String hook) {
    try {
      StreamsEntry.leaveForward(entered);
    } catch (Throwable t) {
      FailureEntry.failed(hook, t);
    }
  }
}
