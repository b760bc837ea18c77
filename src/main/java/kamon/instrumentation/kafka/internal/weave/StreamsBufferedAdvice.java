package kamon.instrumentation.kafka.internal.weave;

import kanela.agent.libs.net.bytebuddy.asm.Advice;
import org.apache.kafka.streams.state.internals.TimeOrderedKeyValueBuffer;

/**
 * Around what a join of stream and table does with a record that it has held back until its grace
 * period was over: it calls the application's joiner before it forwards anything.
 */
final class StreamsBufferedAdvice {
  private StreamsBufferedAdvice() {}

  @Advice.OnMethodEnter(suppress = Throwable.class)
  static Object onEnter(
      @Advice.Argument(0) TimeOrderedKeyValueBuffer.Eviction<?, ?> held,
      @Advice.Origin("#t.#m") String hook) {
    try {
      return StreamsEntry.enterForward(
          held.recordContext().topic(), held.recordContext().headers());
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
