package kamon.instrumentation.kafka.jmh.startup;

import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.lang.reflect.Proxy;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
    List<ClassFileTransformer> transformers = new ArrayList<>();
    Object instrumentation =
        Proxy.newProxyInstance(
            WeaveTimer.class.getClassLoader(),
            new Class<?>[] {Instrumentation.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("addTransformer")) {
                transformers.add((ClassFileTransformer) arguments[0]);
              }
              return method.getReturnType().isArray() ? new Class<?>[0] : null; // nothing is loaded
            });
    URL[] agent = {Path.of(args[0]).toUri().toURL()};
    new URLClassLoader(agent, ClassLoader.getPlatformClassLoader())
        .loadClass("kamon.instrumentation.kafka.agent.KafkaAgent")
        .getMethod("premain", String.class, Instrumentation.class)
        .invoke(null, "", instrumentation);
    ClassLoader application = ClassLoader.getSystemClassLoader();
    long nanos = 0;
    for (Hook hook : Hooks.all()) {
      String name = hook.type().replace('.', '/');
      try (var file = application.getResourceAsStream(name + ".class")) {
        byte[] classFile = file.readAllBytes();
        long start = System.nanoTime();
        byte[] woven = transformers.get(0).transform(application, name, null, null, classFile);
        nanos += System.nanoTime() - start;
        if (woven == null) {
          throw new AssertionError(hook.type() + " was left as it is");
        }
      }
    }
    FigureLine.print(Map.of("application", "weaving all targets", "tool", "OURS", "nanos", nanos));
  }
}
