package kamon.instrumentation.kafka.internal.weave;

import kanela.agent.libs.net.bytebuddy.asm.Advice;
import org.apache.kafka.streams.errors.ProcessingExceptionHandler;

/** When a processor gets the handler that may go on after what it throws. */
final class StreamsHandlerAdvice {
  private StreamsHandlerAdvice() {}

  @Advice.OnMethodEnter(suppress = Throwable.class)
  static void onEnter(
      @Advice.Argument(value = 1, readOnly = false) ProcessingExceptionHandler handler,
      @Advice.Origin("#t.#m") String hook) {
    try {
      handler =
          (ProcessingExceptionHandler)
              StreamsEntry.watched(handler, ProcessingExceptionHandler.class);
    } catch (Throwable t) {
      FailureEntry.failed(hook, t);
    }
  }
}
