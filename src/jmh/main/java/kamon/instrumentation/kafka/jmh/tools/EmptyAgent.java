package kamon.instrumentation.kafka.jmh.tools;

import java.lang.instrument.Instrumentation;

/**
 * An agent that does nothing: what the JVM itself takes for having one. Asked to, it weaves an
 * empty advice into KafkaProducer.doSend: what weaving itself costs a send.
 */
public final class EmptyAgent {
  private static final String WEAVE = "weave";

  private EmptyAgent() {}

  public static void premain(String arguments, Instrumentation instrumentation) {
    if (WEAVE.equals(arguments)) {
      EmptyAdvice.install(instrumentation);
    }
  }
}
