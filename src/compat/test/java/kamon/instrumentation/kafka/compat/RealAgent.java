package kamon.instrumentation.kafka.compat;

import java.io.IOException;
import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.lang.reflect.Proxy;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.concurrent.atomic.AtomicReference;

/** The agent's own jar, started by its own entry point, but outside of a JVM's start. */
final class RealAgent {
  private static final String MAIN = "kamon.instrumentation.kafka.agent.KafkaAgent";
  private static ClassFileTransformer transformer;

  private RealAgent() {}

  /** What the agent gives to the JVM to see all classes with. */
  static synchronized ClassFileTransformer transformer() {
    if (transformer == null) {
      transformer = premain();
    }
    return transformer;
  }

  private static ClassFileTransformer premain() {
    AtomicReference<ClassFileTransformer> added = new AtomicReference<>();
    Object recorder =
        Proxy.newProxyInstance(
            Instrumentation.class.getClassLoader(),
            new Class<?>[] {Instrumentation.class},
            (proxy, method, arguments) -> {
              return switch (method.getName()) {
                case "getAllLoadedClasses" -> new Class<?>[0];
                case "addTransformer" -> {
                  added.set((ClassFileTransformer) arguments[0]);
                  yield null;
                }
                default -> throw new AssertionError("premain calls " + method);
              };
            });
    try {
      // Stays open: the engine is read from the jar when the first Kafka class appears.
      @SuppressWarnings("resource")
      URLClassLoader loader =
          new URLClassLoader(
              new URL[] {Jars.AGENT.toUri().toURL()}, ClassLoader.getPlatformClassLoader());
      loader
          .loadClass(MAIN)
          .getMethod("premain", String.class, Instrumentation.class)
          .invoke(null, null, recorder);
    } catch (IOException | ReflectiveOperationException e) {
      throw new IllegalStateException("Could not start " + Jars.AGENT, e);
    }
    if (added.get() == null) {
      throw new IllegalStateException("The agent adds no transformer");
    }
    return added.get();
  }
}
