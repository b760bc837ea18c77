package kamon.instrumentation.kafka.agent.child;

import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Loads classes, each in a thread of its own and all at the same moment, and prints what each of
 * them implements. Arguments: a class path, the classes.
 */
public final class ParallelLoading {
  private ParallelLoading() {}

  public static void main(String[] args) throws Exception {
    List<Callable<Class<?>>> loads = new ArrayList<>();
    CyclicBarrier barrier = new CyclicBarrier(args.length - 1);
    try (URLClassLoader loader =
        new URLClassLoader(
            SplitLoaders.urls(args[0]), ClassLoader.getSystemClassLoader().getParent())) {
      for (int i = 1; i < args.length; i++) {
        String name = args[i];
        loads.add(
            () -> {
              barrier.await();
              return Class.forName(name, false, loader);
            });
      }
      ExecutorService threads = Executors.newFixedThreadPool(loads.size());
      TreeMap<String, List<String>> interfaces = new TreeMap<>();
      for (Future<Class<?>> loaded : threads.invokeAll(loads)) {
        List<String> names = new ArrayList<>();
        for (Class<?> type : loaded.get().getInterfaces()) {
          names.add(type.getSimpleName());
        }
        interfaces.put(loaded.get().getSimpleName(), names);
      }
      threads.shutdown();
      interfaces.forEach((name, names) -> System.out.println(name + " implements " + names));
    }
  }
}
