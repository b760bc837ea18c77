package kamon.instrumentation.kafka.agent;

import java.lang.instrument.Instrumentation;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Gives advice to Kafka classes that were loaded before the agent was attached. */
final class LateAttach {
  private LateAttach() {}

  /**
   * Gives it.
   *
   * @param attached whether it was us who came late; if not, Kafka came early
   */
  static void retransform(
      Instrumentation instrumentation, LazyTransformer transformer, boolean attached) {
    for (Class<?> type : instrumentation.getAllLoadedClasses()) {
      if (LazyTransformer.isTarget(type) && instrumentation.isModifiableClass(type)) {
        // One at a time: a class that cannot be changed must not keep the others from it.
        try {
          instrumentation.retransformClasses(type);
        } catch (Throwable t) {
          transformer.wovenLate.remove(type.getSimpleName());
          AgentLog.warn("left " + type.getName() + " as it is", t);
        }
      }
    }
    report(new TreeSet<>(transformer.wovenLate), attached);
  }

  /** Says what is not there because a loaded class takes advice, but no field. */
  private static void report(Set<String> wovenLate, boolean attached) {
    List<String> lost = new ArrayList<>();
    if (wovenLate.contains("ProducerRecord")) {
      lost.add("records take the context they are sent in, not the one they were built in");
    }
    if (wovenLate.contains("RecordHeaders")) {
      lost.add("consumer spans lack client id, group id and poll time");
    }
    if (!lost.isEmpty()) {
      AgentLog.warn(
          (attached ? "was attached after " : "was started after ")
              + String.join(", ", wovenLate)
              + " had been loaded. Spans and headers work, but "
              + String.join(", and ", lost)
              + (attached
                  ? ". Start the JVM with -javaagent to have all of it"
                  : ". Train the AOT cache that brought them with this agent to have all of it"));
    }
  }
}
