package kamon.instrumentation.kafka.agent;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.instrument.ClassFileTransformer;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/**
 * Loads the engine from the jar nested in ours. From memory: a temporary file would need a writable
 * disk and would stay behind when the JVM is killed.
 */
final class EngineLoader extends ClassLoader {
  static final String ENGINE = "kamon.instrumentation.kafka.agent.engine.KafkaTransformer";

  static {
    registerAsParallelCapable();
  }

  private final Map<String, byte[]> entries;

  private EngineLoader(Map<String, byte[]> entries) {
    // The JDK and nothing else: what the application has must not get into the engine.
    super(ClassLoader.getSystemClassLoader().getParent());
    this.entries = entries;
  }

  static ClassFileTransformer load() throws IOException, ReflectiveOperationException {
    Map<String, byte[]> entries;
    try (InputStream jar = EngineLoader.class.getResourceAsStream("engine.jar")) {
      if (jar == null) {
        throw new IOException("engine.jar is not in the agent's jar");
      }
      entries = read(jar);
    }
    return Class.forName(ENGINE, true, new EngineLoader(entries))
        .asSubclass(ClassFileTransformer.class)
        .getConstructor()
        .newInstance();
  }

  private static Map<String, byte[]> read(InputStream jar) throws IOException {
    Map<String, byte[]> entries = new HashMap<>(2048);
    byte[] buffer = new byte[16 * 1024];
    ByteArrayOutputStream content = new ByteArrayOutputStream(buffer.length);
    try (ZipInputStream zip = new ZipInputStream(jar)) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        content.reset();
        for (int n = zip.read(buffer); n > 0; n = zip.read(buffer)) {
          content.write(buffer, 0, n);
        }
        entries.put(entry.getName(), content.toByteArray());
      }
    }
    return entries;
  }

  @Override
  protected Class<?> findClass(String name) throws ClassNotFoundException {
    byte[] classFile = entries.get(name.replace('.', '/') + ".class");
    if (classFile == null) {
      throw new ClassNotFoundException(name);
    }
    return defineClass(name, classFile, 0, classFile.length);
  }

  @Override
  public InputStream getResourceAsStream(String name) {
    byte[] content = entries.get(name);
    return content == null ? super.getResourceAsStream(name) : new ByteArrayInputStream(content);
  }
}
