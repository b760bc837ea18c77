package kamon.instrumentation.kafka.agent;

import java.lang.instrument.Instrumentation;

/** Entry points of the JVM: {@code -javaagent} (premain) and runtime attach (agentmain). */
public final class KafkaAgent {
  // The same property as in the library's Engine, which cannot be seen from here.
  private static final String WOVEN_BY = "kamon.kafka.woven-by";
  private static final String SELF = "kamon-kafka-agent";

  private KafkaAgent() {}

  /** Called by the JVM before the application's main. Never throws: that would end the JVM. */
  public static void premain(String arguments, Instrumentation instrumentation) {
    try {
      install(instrumentation, false);
    } catch (Throwable t) {
      AgentLog.warn("could not start, Kafka is not traced: " + t);
    }
  }

  /** Called by the JVM when the agent is attached to a running application. Never throws. */
  public static void agentmain(String arguments, Instrumentation instrumentation) {
    try {
      install(instrumentation, true);
    } catch (Throwable t) {
      AgentLog.warn("could not be attached, Kafka is not traced: " + t);
    }
  }

  private static void install(Instrumentation instrumentation, boolean late) {
    Object holder = System.getProperties().putIfAbsent(WOVEN_BY, SELF);
    if (SELF.equals(holder)) {
      return; // named twice, or attached after -javaagent
    }
    if (holder != null) {
      AgentLog.info("stands down: Kafka is instrumented by " + holder + " already");
      return;
    }
    // Kanela comes later, if at all, and reads this into its configuration.
    System.setProperty("kanela.modules.kafka-clients.enabled", "false");
    LazyTransformer transformer = new LazyTransformer();
    instrumentation.addTransformer(transformer, late);
    if (late) {
      LateAttach.retransform(instrumentation, transformer);
    }
  }
}
