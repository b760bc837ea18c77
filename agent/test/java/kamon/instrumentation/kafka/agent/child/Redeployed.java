package kamon.instrumentation.kafka.agent.child;

import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.List;

/**
 * An application that is deployed ten times, each time in a loader of its own. Arguments: the
 * application's class path.
 */
public final class Redeployed {
  private static final int DEPLOYMENTS = 10;
  private static final long PATIENCE_MILLIS = 30_000;

  private Redeployed() {}

  public static void main(String[] args) throws Exception {
    ReferenceQueue<ClassLoader> gone = new ReferenceQueue<>();
    List<WeakReference<ClassLoader>> deployed = new ArrayList<>();
    for (int i = 0; i < DEPLOYMENTS; i++) {
      deployed.add(new WeakReference<>(deploy(args[0]), gone));
    }
    for (int i = 0; i < DEPLOYMENTS; i++) {
      System.gc();
      if (gone.remove(PATIENCE_MILLIS) == null) {
        throw new IllegalStateException(DEPLOYMENTS - i + " loaders are kept");
      }
    }
    System.out.println("all loaders are gone: " + deployed.size());
    System.exit(0);
  }

  private static ClassLoader deploy(String classPath) throws Exception {
    URLClassLoader application =
        new URLClassLoader(
            SplitLoaders.urls(classPath), ClassLoader.getSystemClassLoader().getParent());
    // No object of it: Kamon would start, and keeps its loader by threads of its own.
    Class<?> record =
        Class.forName("org.apache.kafka.clients.producer.ProducerRecord", true, application);
    Class<?> library =
        Class.forName("kamon.instrumentation.kafka.KafkaInstrumentation", true, application);
    if (library.getClassLoader() != application || record.getInterfaces().length != 1) {
      throw new IllegalStateException("not woven");
    }
    application.close();
    return application;
  }
}
