package kamon.instrumentation.kafka.agent;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.net.URISyntaxException;
import java.security.ProtectionDomain;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * Loads the engine from below a folder of our own jar, where no other class loader takes its
 * classes for classes.
 */
final class EngineLoader extends ClassLoader {
  static final String ENGINE = "kamon.instrumentation.kafka.agent.engine.KafkaTransformer";
  static final String FOLDER = "engine/";

  /** The copy of the library for applications without one, which the engine hands out. */
  static final String LIBRARY = "library/";

  static final String SUFFIX = ".classdata";

  private static final String CLASS = ".class";

  static {
    registerAsParallelCapable();
  }

  // A security manager's policy grants by it, and the engine is to be granted what we are.
  private final ProtectionDomain domain;
  // Never closed: the JVM has it open for as long as it runs, too, and shares what it knows of it.
  private final ZipFile jar;

  private EngineLoader(ProtectionDomain domain) throws IOException, URISyntaxException {
    super(jdk());
    this.domain = domain;
    // By path: a resource of a jar has no valid address where its path has an exclamation mark.
    jar = new ZipFile(new File(domain.getCodeSource().getLocation().toURI()));
  }

  /**
   * The JDK and nothing else: what the application has must not get into the engine. With
   * -Djava.system.class.loader the class path is above the system class loader, too.
   */
  private static ClassLoader jdk() {
    ClassLoader loader = ClassLoader.getSystemClassLoader();
    do {
      loader = loader.getParent();
    } while (loader != null && loader.getParent() != null);
    return loader;
  }

  static ClassFileTransformer load(Instrumentation instrumentation)
      throws IOException, URISyntaxException, ReflectiveOperationException {
    return load(ENGINE)
        .asSubclass(ClassFileTransformer.class)
        .getConstructor(Instrumentation.class, boolean.class)
        .newInstance(instrumentation, AgentLog.quiet);
  }

  /** A class of a new engine. */
  static Class<?> load(String name) throws IOException, URISyntaxException, ClassNotFoundException {
    EngineLoader loader = new EngineLoader(EngineLoader.class.getProtectionDomain());
    if (loader.read(entry(name)) == null) {
      throw new FileNotFoundException("it is not in " + loader.jar.getName());
    }
    return Class.forName(name, true, loader);
  }

  @Override
  protected Class<?> findClass(String name) throws ClassNotFoundException {
    byte[] classFile;
    try {
      classFile = read(entry(name));
    } catch (IOException | RuntimeException e) {
      throw new ClassNotFoundException(name + ": " + e.getMessage(), e);
    }
    if (classFile == null) {
      throw new ClassNotFoundException(name);
    }
    try {
      return defineClass(name, classFile, 0, classFile.length, domain);
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
    String entry =
        name.endsWith(CLASS) ? name.substring(0, name.length() - CLASS.length()) + SUFFIX : name;
    boolean ofLibrary = name.startsWith(LIBRARY);
    try {
      byte[] content = read(ofLibrary ? entry : FOLDER + entry);
      if (content != null) {
        return new ByteArrayInputStream(content);
      }
      // Nobody else has it, and a loader that was given the library would come back to us.
      return ofLibrary ? null : super.getResourceAsStream(name);
    } catch (IOException | RuntimeException e) {
      return null; // The contract's answer for what cannot be read.
    }
  }

  private static String entry(String className) {
    return FOLDER + className.replace('.', '/') + SUFFIX;
  }

  private byte[] read(String name) throws IOException {
    ZipEntry entry = jar.getEntry(name);
    if (entry == null) {
      return null;
    }
    ByteArrayOutputStream content = new ByteArrayOutputStream((int) entry.getSize());
    byte[] buffer = new byte[8 * 1024];
    try (InputStream stream = jar.getInputStream(entry)) {
      for (int n = stream.read(buffer); n > 0; n = stream.read(buffer)) {
        content.write(buffer, 0, n);
      }
    }
    return content.toByteArray();
  }
}
