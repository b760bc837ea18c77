package kamon.instrumentation.kafka.internal.weave;

import kanela.agent.libs.net.bytebuddy.asm.Advice;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import scala.Function0;

/**
 * In place of {@code runWithConsumerSpan} of Kamon's own module. What the action throws goes to the
 * caller: nothing is suppressed.
 */
final class OldRunAdvice {
  private OldRunAdvice() {}

  @Advice.OnMethodEnter(skipOn = Advice.OnNonDefaultValue.class)
  static Object onEnter(
      @Advice.Argument(0) ConsumerRecord<?, ?> record,
      @Advice.Argument(1) String operationName,
      @Advice.Argument(2) boolean finishSpan,
      @Advice.Argument(3) Function0<?> action) {
    return OldApiEntry.run(record, operationName, finishSpan, action);
  }

  @Advice.OnMethodExit(suppress = Throwable.class)
  static void onExit(@Advice.Enter Object run, @Advice.Return(readOnly = false) Object returned) {
    if (run != null) {
      returned = OldApiEntry.result(run);
    }
  }
}
