package kamon.instrumentation.kafka.testbed;

import java.io.IOException;
import java.nio.file.Path;
import kafka.Kafka;
import kafka.tools.StorageTool;

/**
 * Main class of the broker JVM. Takes the broker's directory, which holds {@code
 * server.properties}, and the cluster id; formats the storage and runs the broker until standard
 * input ends, which is when the parent closes it or is gone.
 */
final class BrokerMain {

  private BrokerMain() {}

  public static void main(String[] args) {
    Path directory = Path.of(args[0]);
    Thread watcher = new Thread(() -> dieWithParent(directory), "testbed-parent-watcher");
    watcher.setDaemon(true);
    watcher.start();

    String settings = directory.resolve("server.properties").toString();
    // A broker that was restarted finds what it has written.
    String[] format = {"format", "--ignore-formatted", "-t", args[1], "-c", settings};
    if (StorageTool.execute(format, System.out) != 0) {
      Runtime.getRuntime().halt(1);
    }
    Kafka.main(new String[] {settings});
  }

  private static void dieWithParent(Path directory) {
    try {
      while (System.in.read() >= 0) {
        // The parent writes nothing; only the end of the stream matters.
      }
    } catch (IOException e) {
      // No parent to read from: the same as its end.
    }
    Directories.delete(directory);
    Runtime.getRuntime().halt(0);
  }
}
