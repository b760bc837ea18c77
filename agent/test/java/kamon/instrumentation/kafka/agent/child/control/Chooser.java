package kamon.instrumentation.kafka.agent.child.control;

import java.util.Map;
import org.apache.kafka.clients.producer.Partitioner;
import org.apache.kafka.common.Cluster;

/** A partitioner that does something before it chooses the only partition. */
public final class Chooser implements Partitioner {
  static final String BEFORE = "chooser.before";

  private Runnable before;

  @Override
  public void configure(Map<String, ?> settings) {
    before = (Runnable) settings.get(BEFORE);
  }

  @Override
  public int partition(
      String topic, Object key, byte[] keyBytes, Object value, byte[] valueBytes, Cluster cluster) {
    before.run();
    return 0;
  }

  @Override
  public void close() {}
}
