package kamon.instrumentation.kafka.internal.weave;

import kanela.agent.libs.net.bytebuddy.asm.Advice;
import org.apache.kafka.streams.processor.internals.ProcessorRecordContext;
import org.apache.kafka.streams.processor.internals.StampedRecord;

/** When a task turns to a record, or to something that is none: it has no offset then. */
final class StreamsRecordAdvice {
  private StreamsRecordAdvice() {}

  @Advice.OnMethodEnter(suppress = Throwable.class)
  static void onEnter(
      @Advice.This Object task,
      @Advice.Argument(2) ProcessorRecordContext context,
      @Advice.FieldValue("record") StampedRecord record,
      @Advice.Origin("#t.#m") String hook) {
    try {
      if (context != null && context.offset() >= 0 && record != null) {
        StreamsEntry.enter(task, record.value);
      }
    } catch (Throwable t) {
      FailureEntry.failed(hook, t);
    }
  }
}
