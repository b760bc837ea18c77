package kamon.instrumentation.kafka.agent;

import java.lang.instrument.Instrumentation;

/** Entry points of the JVM: {@code -javaagent} (premain) and runtime attach (agentmain). */
public final class KafkaAgent {
  // The same property as in the library's Engine, which cannot be seen from here.
  private static final String WOVEN_BY = "kamon.kafka.woven-by";
  // The same property as in the library's KamonStart.
  private static final String INIT = "kamon.kafka.init";
  private static final String SELF = "kamon-kafka-agent";

  private static volatile boolean weaving;

  private KafkaAgent() {}

  /** Called by the JVM before the application's main. Never throws: that would end the JVM. */
  public static void premain(String arguments, Instrumentation instrumentation) {
    try {
      start(arguments, instrumentation, false);
    } catch (Throwable t) {
      AgentLog.warn("could not start, Kafka is not traced", t);
    }
  }

  /** Called by the JVM when the agent is attached to a running application. Never throws. */
  public static void agentmain(String arguments, Instrumentation instrumentation) {
    try {
      start(arguments, instrumentation, true);
    } catch (Throwable t) {
      AgentLog.warn("could not be attached, Kafka is not traced", t);
    }
  }

  /**
   * Whether this agent weaves in this JVM. The library asks, by reflection, before Kanela does: an
   * application may replace the system properties, and the one that says so with them.
   */
  public static boolean isWeaving() {
    return weaving;
  }

  private static void start(String arguments, Instrumentation instrumentation, boolean late) {
    if (arguments != null && !arguments.isEmpty()) {
      Arguments known = Arguments.parse(arguments);
      AgentLog.quiet = known.quiet();
      known.warn();
      if (known.off()) {
        AgentLog.info("is off");
        return;
      }
      if (known.init()) {
        System.setProperty(INIT, "true");
      }
    }
    install(instrumentation, late);
  }

  private static synchronized void install(Instrumentation instrumentation, boolean late) {
    Object holder = System.getProperties().putIfAbsent(WOVEN_BY, SELF);
    if (weaving) {
      return; // named twice, or attached after -javaagent
    }
    if (holder != null) {
      AgentLog.info("stands down: Kafka is instrumented by " + holder + " already");
      return;
    }
    weaving = true;
    // Kanela comes later, if at all, and reads this into its configuration: the library's module is
    // to be listed on Kamon's status page, and weaves nothing beside us.
    System.setProperty("kanela.modules.kafka-clients.enabled", "false");
    System.setProperty("kanela.modules.kamon-kafka.enabled", "true");
    System.setProperty(
        "kanela.modules.kamon-kafka.name", "Apache Kafka clients (woven by the kamon-kafka agent)");
    LazyTransformer transformer = new LazyTransformer(instrumentation);
    // Before main they are there only where an AOT cache (JEP 483) has brought them.
    boolean loaded = late || anyLoaded(instrumentation);
    instrumentation.addTransformer(transformer, loaded);
    if (loaded) {
      LateAttach.retransform(instrumentation, transformer, late);
    }
  }

  private static boolean anyLoaded(Instrumentation instrumentation) {
    for (Class<?> type : instrumentation.getAllLoadedClasses()) {
      if (LazyTransformer.isTarget(type)) {
        return true;
      }
    }
    return false;
  }
}
