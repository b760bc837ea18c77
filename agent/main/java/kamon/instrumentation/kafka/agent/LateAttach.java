package kamon.instrumentation.kafka.agent;

import java.lang.instrument.Instrumentation;
import java.util.ArrayList;
import java.util.List;

/** Gives advice to Kafka classes that were loaded before the agent was attached. */
final class LateAttach {
  private LateAttach() {}

  static void retransform(Instrumentation instrumentation) {
    List<Class<?>> loaded = new ArrayList<>();
    for (Class<?> type : instrumentation.getAllLoadedClasses()) {
      if (LazyTransformer.TARGETS.contains(type.getName().replace('.', '/'))
          && instrumentation.isModifiableClass(type)) {
        loaded.add(type);
      }
    }
    if (loaded.isEmpty()) {
      return;
    }
    // One at a time: a class that cannot be changed must not keep the others from it.
    StringBuilder names = new StringBuilder();
    for (Class<?> type : loaded) {
      names.append(names.length() == 0 ? "" : ", ").append(type.getSimpleName());
      try {
        instrumentation.retransformClasses(type);
      } catch (Throwable t) {
        AgentLog.warn("left " + type.getName() + " as it is: " + t);
      }
    }
    AgentLog.warn(
        "was attached after "
            + names
            + " had been loaded. Spans and headers work; these classes could get no fields, so"
            + " records built outside of a span do not keep its context, and consumer spans lack"
            + " client id, group id and poll time where ConsumerRecord is among them. Start the"
            + " JVM with -javaagent to have all of it");
  }
}
