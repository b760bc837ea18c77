package kamon.instrumentation.kafka.compat.connect;

import kamon.Kamon;
import org.apache.kafka.connect.cli.ConnectDistributed;

/** A worker under Kanela, where nobody else starts Kamon. */
public final class KamonWorker {
  private KamonWorker() {}

  /** As Connect's own. */
  public static void main(String[] arguments) {
    Kamon.init();
    ConnectDistributed.main(arguments);
  }
}
