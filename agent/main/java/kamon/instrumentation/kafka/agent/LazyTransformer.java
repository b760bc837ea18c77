package kamon.instrumentation.kafka.agent;

import java.lang.instrument.ClassFileTransformer;
import java.lang.reflect.InvocationTargetException;
import java.security.ProtectionDomain;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Sees every class of the JVM and compares its name, nothing more, until one of Kafka's appears:
 * then the engine is loaded and asked.
 */
final class LazyTransformer implements ClassFileTransformer {
  private static final String PREFIX = "org/apache/kafka/";

  /** The types of the library's Hooks, which cannot be read from here; a test compares them. */
  static final Set<String> TARGETS =
      Collections.unmodifiableSet(
          new HashSet<>(
              Arrays.asList(
                  PREFIX + "clients/producer/KafkaProducer",
                  PREFIX + "clients/producer/ProducerRecord",
                  PREFIX + "clients/consumer/KafkaConsumer",
                  PREFIX + "clients/consumer/KafkaShareConsumer",
                  PREFIX + "common/header/internals/RecordHeaders")));

  /** Simple names of classes that were loaded already when they were woven. */
  final Set<String> wovenLate = ConcurrentHashMap.newKeySet();

  private ClassFileTransformer engine;
  private boolean failed;

  @Override
  public byte[] transform(
      ClassLoader loader,
      String name,
      Class<?> redefined,
      ProtectionDomain domain,
      byte[] classFile) {
    if (name == null || loader == null || !name.startsWith(PREFIX) || !TARGETS.contains(name)) {
      return null;
    }
    try {
      ClassFileTransformer loaded = engine();
      byte[] woven =
          loaded == null ? null : loaded.transform(loader, name, redefined, domain, classFile);
      if (woven != null && redefined != null) {
        wovenLate.add(redefined.getSimpleName());
      }
      return woven;
    } catch (Throwable t) {
      AgentLog.warn("left " + name.replace('/', '.') + " as it is: " + t);
      return null;
    }
  }

  private synchronized ClassFileTransformer engine() {
    if (engine == null && !failed) {
      try {
        engine = EngineLoader.load();
      } catch (Throwable t) {
        failed = true;
        Throwable cause = t instanceof InvocationTargetException ? t.getCause() : t;
        AgentLog.warn("could not load its engine, Kafka is not traced: " + cause);
      }
    }
    return engine;
  }
}
