package kamon.instrumentation.kafka.reliability.start;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.URL;
import java.util.Enumeration;
import java.util.Properties;

/** What applications do to what they share with an agent. */
final class OddSurroundings {
  private OddSurroundings() {}

  /** As tests and some containers do; the JDK then fills in its own anew. */
  static void replaceProperties() {
    System.setProperties(new Properties());
  }

  /** As tests do that want to start from nothing; Kafka is first used in between. */
  static void replacePropertiesForAWhile() {
    Properties before = System.getProperties();
    System.setProperties(new Properties());
    try {
      UsedKafka.makeRecords();
    } finally {
      System.setProperties(before);
    }
  }

  static void keepObjectsInProperties() {
    System.getProperties().put("kamon.kafka.woven-by", 7);
    System.getProperties().put(7, "seven");
    System.getProperties().put("kamon.instrumentation.kafka", new Object());
  }

  static void refuseProperties() {
    System.setProperties(new Refusing());
  }

  static void takeContextLoader() {
    Thread.currentThread().setContextClassLoader(null);
  }

  static void refuseInContextLoader() {
    Thread.currentThread().setContextClassLoader(new RefusingLoader());
  }

  static void closeStandardError() {
    System.setErr(
        new PrintStream(
            new OutputStream() {
              @Override
              public void write(int b) throws IOException {
                throw new IOException("closed");
              }
            }) {
          @Override
          public void println(String line) {
            throw new IllegalStateException("closed");
          }
        });
  }

  /** Has what the JDK needs and refuses what is ours. */
  private static final class Refusing extends Properties {
    private static final long serialVersionUID = 1;

    private Refusing() {
      putAll(System.getProperties());
    }

    @Override
    public String getProperty(String key) {
      if (key.startsWith("kamon.")) {
        throw new IllegalStateException("no " + key);
      }
      return super.getProperty(key);
    }

    @Override
    public synchronized Object putIfAbsent(Object key, Object value) {
      throw new IllegalStateException("no " + key);
    }
  }

  /** Finds Kafka's own, and throws for everything of Kamon's. */
  private static final class RefusingLoader extends ClassLoader {
    private RefusingLoader() {
      super(OddSurroundings.class.getClassLoader());
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      refuse(name);
      return super.loadClass(name, resolve);
    }

    @Override
    public URL getResource(String name) {
      refuse(name);
      return super.getResource(name);
    }

    @Override
    public Enumeration<URL> getResources(String name) throws IOException {
      refuse(name);
      return super.getResources(name);
    }

    @Override
    public InputStream getResourceAsStream(String name) {
      refuse(name);
      return super.getResourceAsStream(name);
    }

    private static void refuse(String name) {
      if (!name.startsWith("org.apache.kafka") && !name.startsWith("org/apache/kafka")) {
        throw new IllegalStateException("no " + name);
      }
    }
  }
}
