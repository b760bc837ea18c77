package kamon.instrumentation.kafka.demo;

import java.io.IOException;
import java.util.Arrays;

/**
 * Runs the main method of the class that the first argument names, with the other arguments, and
 * ends the JVM when standard input ends, which is when the demo closes it or is gone.
 */
final class ServiceMain {
  private ServiceMain() {}

  public static void main(String[] args) throws Exception {
    Thread watcher = new Thread(ServiceMain::dieWithParent, "demo-parent-watcher");
    watcher.setDaemon(true);
    watcher.start();

    String[] rest = Arrays.copyOfRange(args, 1, args.length);
    Class.forName(args[0]).getMethod("main", String[].class).invoke(null, (Object) rest);
    // A service that has nothing left to do still has spans to report.
    watcher.join();
  }

  private static void dieWithParent() {
    try {
      while (System.in.read() >= 0) {
        // The parent writes nothing; only the end of the stream matters.
      }
    } catch (IOException e) {
      // No parent to read from: the same as its end.
    }
    Runtime.getRuntime().halt(0);
  }
}
