package kamon.instrumentation.kafka.agent;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.instrument.ClassFileTransformer;
import java.lang.ref.WeakReference;

/**
 * Loads the engine from the jar nested in ours. From memory: a temporary file would need a writable
 * disk and would stay behind when the JVM is killed.
 */
final class EngineLoader extends ClassLoader {
  static final String ENGINE = "kamon.instrumentation.kafka.agent.engine.KafkaTransformer";

  static {
    registerAsParallelCapable();
  }

  // Weak: after the first Kafka classes it is hardly ever needed again, and it has 5 MB.
  private WeakReference<NestedJar> jar = new WeakReference<>(null);

  private EngineLoader() {
    // The JDK and nothing else: what the application has must not get into the engine.
    super(ClassLoader.getSystemClassLoader().getParent());
  }

  static ClassFileTransformer load() throws IOException, ReflectiveOperationException {
    EngineLoader loader = new EngineLoader();
    loader.jar(); // Says what is wrong with the jar, where a missing class would only be missing.
    return Class.forName(ENGINE, true, loader)
        .asSubclass(ClassFileTransformer.class)
        .getConstructor()
        .newInstance();
  }

  private synchronized NestedJar jar() throws IOException {
    NestedJar open = jar.get();
    if (open == null) {
      try (InputStream stream = EngineLoader.class.getResourceAsStream("engine.jar")) {
        if (stream == null) {
          throw new IOException("engine.jar is not in the agent's jar");
        }
        open = new NestedJar(stream);
      }
      jar = new WeakReference<>(open);
    }
    return open;
  }

  @Override
  protected Class<?> findClass(String name) throws ClassNotFoundException {
    byte[] classFile;
    try {
      classFile = jar().read(name.replace('.', '/') + ".class");
    } catch (IOException | RuntimeException e) {
      throw new ClassNotFoundException(name + ": " + e.getMessage(), e);
    }
    if (classFile == null) {
      throw new ClassNotFoundException(name);
    }
    try {
      return defineClass(name, classFile, 0, classFile.length);
    } catch (LinkageError e) {
      // Another agent has loaded it while it was asked to transform it: Datadog's does so with
      // class loaders, of which Byte Buddy brings some.
      Class<?> loaded = findLoadedClass(name);
      if (loaded == null) {
        throw e;
      }
      return loaded;
    }
  }

  @Override
  public InputStream getResourceAsStream(String name) {
    try {
      byte[] content = jar().read(name);
      return content == null ? super.getResourceAsStream(name) : new ByteArrayInputStream(content);
    } catch (IOException | RuntimeException e) {
      return null; // The contract's answer for what cannot be read.
    }
  }
}
