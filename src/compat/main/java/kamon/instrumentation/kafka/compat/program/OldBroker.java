package kamon.instrumentation.kafka.compat.program;

import java.io.IOException;

/**
 * A Kafka broker of the time before KRaft with its ZooKeeper, in one JVM that ends when its
 * standard input does. Arguments: ZooKeeper's configuration file and Kafka's. By name, because
 * nothing here is compiled against a Kafka that old.
 */
public final class OldBroker {
  private OldBroker() {}

  public static void main(String[] args) throws ReflectiveOperationException {
    daemon("parent-watcher", OldBroker::haltWithParent);
    daemon("zookeeper", () -> run("org.apache.zookeeper.server.quorum.QuorumPeerMain", args[0]));
    run("kafka.Kafka", args[1]);
  }

  private static void daemon(String name, Runnable body) {
    Thread thread = new Thread(body, name);
    thread.setDaemon(true);
    thread.start();
  }

  private static void run(String main, String configuration) {
    try {
      Class.forName(main)
          .getMethod("main", String[].class)
          .invoke(null, (Object) new String[] {configuration});
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(main + " failed", e);
    }
  }

  private static void haltWithParent() {
    try {
      while (System.in.read() >= 0) {
        // Only the end of the stream matters.
      }
    } catch (IOException e) {
      // No parent to read from: the same as its end.
    }
    Runtime.getRuntime().halt(0);
  }
}
