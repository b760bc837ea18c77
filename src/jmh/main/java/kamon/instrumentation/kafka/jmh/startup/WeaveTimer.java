package kamon.instrumentation.kafka.jmh.startup;

import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.lang.reflect.Proxy;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import kamon.instrumentation.kafka.internal.weave.Hook;
import kamon.instrumentation.kafka.internal.weave.Hooks;
import kamon.instrumentation.kafka.jmh.FigureLine;

/**
 * Main class of a fresh JVM: lets the agent in the given jar weave all its targets, and prints how
 * long that took, loading the engine included.
 */
final class WeaveTimer {
  private WeaveTimer() {}

  public static void main(String[] args) throws Exception {
    ClassFileTransformer transformer = transformer(Path.of(args[0]).toUri().toURL());
    ClassLoader application = ClassLoader.getSystemClassLoader();
    long nanos = 0;
    for (Hook hook : Hooks.all()) {
      String name = hook.type().replace('.', '/');
      byte[] classFile;
      try (var file = application.getResourceAsStream(name + ".class")) {
        classFile = file.readAllBytes();
      }
      long start = System.nanoTime();
      byte[] woven = transformer.transform(application, name, null, null, classFile);
      nanos += System.nanoTime() - start;
      if (woven == null) {
        throw new AssertionError(hook.type() + " was left as it is");
      }
    }
    FigureLine.print(Map.of("application", Startup.WEAVING, "tool", "OURS", "nanos", nanos));
  }

  /** What premain hands to the JVM, which has loaded no target yet. */
  private static ClassFileTransformer transformer(URL agent) throws Exception {
    AtomicReference<Object> transformer = new AtomicReference<>();
    Object instrumentation =
        Proxy.newProxyInstance(
            WeaveTimer.class.getClassLoader(),
            new Class<?>[] {Instrumentation.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("addTransformer")) {
                transformer.set(arguments[0]);
              }
              return method.getReturnType().isArray() ? new Class<?>[0] : null;
            });
    Class.forName(
            "kamon.instrumentation.kafka.agent.KafkaAgent",
            true,
            new URLClassLoader(new URL[] {agent}, ClassLoader.getPlatformClassLoader()))
        .getMethod("premain", String.class, Instrumentation.class)
        .invoke(null, "", instrumentation);
    return (ClassFileTransformer) transformer.get();
  }
}
