package kamon.instrumentation.kafka.jmh.tools;

import static net.bytebuddy.matcher.ElementMatchers.named;

import java.lang.instrument.Instrumentation;
import net.bytebuddy.agent.builder.AgentBuilder;
import net.bytebuddy.asm.Advice;

/** An advice that takes what ours takes, and does nothing with it. */
final class EmptyAdvice {
  private EmptyAdvice() {}

  static void install(Instrumentation instrumentation) {
    new AgentBuilder.Default()
        .disableClassFormatChanges()
        .type(named("org.apache.kafka.clients.producer.KafkaProducer"))
        .transform(
            (builder, type, loader, module, domain) ->
                builder.visit(Advice.to(EmptyAdvice.class).on(named("doSend"))))
        .installOn(instrumentation);
  }

  @Advice.OnMethodEnter(suppress = Throwable.class)
  static Object onEnter(
      @Advice.This Object producer,
      @Advice.Argument(0) Object record,
      @Advice.Argument(1) Object callback) {
    return null;
  }

  @Advice.OnMethodExit(onThrowable = Throwable.class, suppress = Throwable.class)
  static void onExit(@Advice.Enter Object entered, @Advice.Thrown Throwable failure) {}
}
