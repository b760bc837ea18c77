package kamon.instrumentation.kafka.agent;

import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.security.AccessController;
import java.security.PrivilegedAction;
import java.security.ProtectionDomain;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Sees every class of the JVM and compares its name, nothing more, until one of the hooks appears:
 * then the engine is loaded and asked.
 */
final class LazyTransformer implements ClassFileTransformer {
  private static final String JAVA_HOME = "java.home";
  private static final String PREFIX = "org/apache/kafka/";
  private static final String CONNECT = PREFIX + "connect/";
  private static final String STREAMS = PREFIX + "streams/";
  private static final String OLD_API = "kamon/instrumentation/kafka/client/KafkaInstrumentation$";
  private static final String SPRING = "org/springframework/kafka/listener/";
  private static final String PRODUCER = "/kafka/clients/producer/KafkaProducer";
  private static final String CONSUMER = "/kafka/clients/consumer/KafkaConsumer";

  /** The types of the library's Hooks, which cannot be read from here; a test compares them. */
  static final Set<String> TARGETS =
      Collections.unmodifiableSet(
          new HashSet<>(
              Arrays.asList(
                  PREFIX + "clients/producer/KafkaProducer",
                  PREFIX + "clients/producer/ProducerRecord",
                  PREFIX + "clients/consumer/ConsumerRecord",
                  PREFIX + "clients/consumer/KafkaConsumer",
                  PREFIX + "clients/consumer/KafkaShareConsumer",
                  PREFIX + "common/header/internals/RecordHeaders",
                  CONNECT + "runtime/WorkerSinkTask",
                  CONNECT + "errors/RetriableException",
                  CONNECT + "util/KafkaBasedLog",
                  CONNECT + "storage/KafkaConfigBackingStore",
                  STREAMS + "processor/internals/StreamTask",
                  STREAMS + "processor/internals/ProcessorContextImpl",
                  STREAMS + "processor/internals/RecordCollectorImpl",
                  STREAMS + "processor/internals/ProcessorNode",
                  STREAMS + "kstream/internals/KStreamKStreamJoin$KStreamKStreamJoinProcessor",
                  STREAMS + "kstream/internals/KStreamKTableJoinProcessor",
                  STREAMS + "kstream/internals/AbstractKStreamTimeWindowAggregateProcessor",
                  STREAMS
                      + "kstream/internals/"
                      + "KStreamSessionWindowAggregate$KStreamSessionWindowAggregateProcessor",
                  OLD_API,
                  OLD_API + "Syntax$",
                  SPRING + "KafkaMessageListenerContainer$ListenerConsumer",
                  SPRING + "ShareKafkaMessageListenerContainer$ShareListenerConsumer",
                  SPRING + "adapter/KafkaBackoffAwareMessageListenerAdapter",
                  SPRING + "adapter/MessagingMessageListenerAdapter")));

  /** Simple names of classes that were loaded already when they were woven. */
  final Set<String> wovenLate = ConcurrentHashMap.newKeySet();

  private final Instrumentation instrumentation;
  private final String javaHome = System.getProperty(JAVA_HOME);
  private ClassFileTransformer engine;
  private boolean failed;

  LazyTransformer(Instrumentation instrumentation) {
    this.instrumentation = instrumentation;
  }

  static boolean isTarget(Class<?> type) {
    String name = type.getName().replace('.', '/');
    return mayBeTarget(name) && TARGETS.contains(name);
  }

  private static boolean mayBeTarget(String name) {
    return name.startsWith(PREFIX) || name.startsWith(OLD_API) || name.startsWith(SPRING);
  }

  @Override
  public byte[] transform(
      ClassLoader loader,
      String name,
      Class<?> redefined,
      ProtectionDomain domain,
      byte[] classFile) {
    if (name == null) {
      return null;
    }
    if (!mayBeTarget(name)) {
      if (name.endsWith(PRODUCER) || name.endsWith(CONSUMER)) {
        OtherKafka.relocated(name);
      }
      return null;
    }
    if (!TARGETS.contains(name)) {
      return null;
    }
    if (loader == null) {
      OtherKafka.onBootClassPath();
      return null;
    }
    // The application's code is on the stack, and may be allowed less than we need.
    return AccessController.doPrivileged(
        new PrivilegedAction<byte[]>() {
          @Override
          public byte[] run() {
            return weave(loader, name, redefined, domain, classFile);
          }
        });
  }

  private byte[] weave(
      ClassLoader loader,
      String name,
      Class<?> redefined,
      ProtectionDomain domain,
      byte[] classFile) {
    boolean restored = false;
    try {
      restored = restoreJavaHome();
      ClassFileTransformer loaded = engine();
      byte[] woven =
          loaded == null ? null : loaded.transform(loader, name, redefined, domain, classFile);
      if (woven != null
          && redefined != null
          && name.startsWith(PREFIX)
          && !name.startsWith(STREAMS)) {
        wovenLate.add(redefined.getSimpleName());
      }
      return woven;
    } catch (Throwable t) {
      AgentLog.warn("left " + name.replace('/', '.') + " as it is", t);
      return null;
    } finally {
      if (restored) {
        System.getProperties().remove(JAVA_HOME, javaHome);
      }
    }
  }

  /**
   * Where the application has replaced the system properties by empty ones, gives the JDK what it
   * needs for as long as we look for resources: the first search that does not find this one breaks
   * a class of the JDK (SystemModuleFinders$SystemImage), and with it all later searches, also
   * after the application has put the properties back.
   */
  private boolean restoreJavaHome() {
    return javaHome != null && System.getProperties().putIfAbsent(JAVA_HOME, javaHome) == null;
  }

  private synchronized ClassFileTransformer engine() {
    if (engine == null && !failed) {
      try {
        engine = EngineLoader.load(instrumentation);
      } catch (Throwable t) {
        failed = true;
        AgentLog.warn("could not load its engine, Kafka is not traced", t);
      }
    }
    return engine;
  }
}
