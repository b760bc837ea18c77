package kamon.instrumentation.kafka.jmh.startup;

import java.io.IOException;
import java.io.InputStream;
import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.lang.reflect.Proxy;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicReference;
import kamon.instrumentation.kafka.internal.weave.Hook;
import kamon.instrumentation.kafka.internal.weave.Hooks;

/**
 * Main class of a fresh JVM: lets the agent in the given jar weave all its targets, and prints how
 * long that took, loading the engine included.
 */
final class WeaveTimer {
  static final String RESULT = "RESULT ";

  private WeaveTimer() {}

  public static void main(String[] args) throws Exception {
    ClassFileTransformer transformer = transformer(Path.of(args[0]));
    ClassLoader application = ClassLoader.getSystemClassLoader();
    long nanos = 0;
    for (Hook hook : Hooks.all()) {
      String name = hook.type().replace('.', '/');
      byte[] classFile = read(application, name + ".class");
      long start = System.nanoTime();
      byte[] woven = transformer.transform(application, name, null, null, classFile);
      nanos += System.nanoTime() - start;
      if (woven == null) {
        throw new AssertionError(hook.type() + " was left as it is");
      }
    }
    System.out.println(RESULT + nanos);
  }

  /** What premain hands to the JVM. */
  private static ClassFileTransformer transformer(Path jar) throws Exception {
    URL[] agent = {jar.toUri().toURL()};
    AtomicReference<Object> transformer = new AtomicReference<>();
    Object instrumentation =
        Proxy.newProxyInstance(
            WeaveTimer.class.getClassLoader(),
            new Class<?>[] {Instrumentation.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("addTransformer")) {
                transformer.set(arguments[0]);
              }
              // What it asks besides: no class is loaded yet, and nothing can be retransformed.
              Class<?> type = method.getReturnType();
              return type == boolean.class ? false : type == Class[].class ? new Class<?>[0] : null;
            });
    ClassLoader loader = new URLClassLoader(agent, ClassLoader.getPlatformClassLoader());
    Class.forName("kamon.instrumentation.kafka.agent.KafkaAgent", true, loader)
        .getMethod("premain", String.class, Instrumentation.class)
        .invoke(null, "", instrumentation);
    return (ClassFileTransformer) transformer.get();
  }

  private static byte[] read(ClassLoader loader, String resource) throws IOException {
    try (InputStream file = loader.getResourceAsStream(resource)) {
      return file.readAllBytes();
    }
  }
}
