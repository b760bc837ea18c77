package kamon.instrumentation.kafka.agent.child;

import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * An application that is deployed ten times, each time in a loader of its own. Arguments: the
 * application's class path.
 */
public final class Redeployed {
  private static final int DEPLOYMENTS = 10;
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(60);

  private Redeployed() {}

  public static void main(String[] args) throws Exception {
    ReferenceQueue<ClassLoader> gone = new ReferenceQueue<>();
    List<WeakReference<ClassLoader>> deployed = new ArrayList<>();
    for (int i = 0; i < DEPLOYMENTS; i++) {
      deployed.add(new WeakReference<>(deploy(args[0]), gone));
    }
    long start = System.nanoTime();
    int kept = DEPLOYMENTS;
    while (kept > 0) {
      if (System.nanoTime() - start > PATIENCE_NANOS) {
        throw new IllegalStateException(kept + " loaders are kept");
      }
      System.gc(); // again and again: a compiler that is at work keeps what it compiles
      while (gone.remove(50) != null) {
        kept--;
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
