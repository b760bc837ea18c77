package kamon.instrumentation.kafka.agent;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Says why a Kafka that we see is not traced, once for each. */
final class OtherKafka {
  private static final Set<String> TOLD = ConcurrentHashMap.newKeySet();

  private OtherKafka() {}

  static void onBootClassPath() {
    if (TOLD.add("")) {
      AgentLog.warn(
          "kafka-clients on the boot class path is not traced: no library is visible from there."
              + " Move it to the class path of the application");
    }
  }

  /** A class of the name, with slashes, that kafka-clients has below another package. */
  static void relocated(String name) {
    String root = name.substring(0, name.indexOf("/clients/")).replace('/', '.');
    if (TOLD.add(root)) {
      AgentLog.warn(
          "a kafka-clients that was renamed to "
              + root
              + " (shaded) is not traced: its classes are not those that the library knows");
    }
  }
}
