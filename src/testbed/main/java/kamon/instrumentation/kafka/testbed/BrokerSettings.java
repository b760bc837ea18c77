package kamon.instrumentation.kafka.testbed;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** Settings of the broker. */
final class BrokerSettings {

  /** What any single, small, quickly starting broker needs, wherever it runs. */
  static final Map<String, String> COMMON =
      Map.ofEntries(
          Map.entry("offsets.topic.replication.factor", "1"),
          Map.entry("offsets.topic.num.partitions", "1"),
          Map.entry("transaction.state.log.replication.factor", "1"),
          Map.entry("transaction.state.log.min.isr", "1"),
          Map.entry("transaction.state.log.num.partitions", "1"),
          Map.entry("share.coordinator.state.topic.replication.factor", "1"),
          Map.entry("share.coordinator.state.topic.min.isr", "1"),
          Map.entry("share.coordinator.state.topic.num.partitions", "1"),
          Map.entry("group.initial.rebalance.delay.ms", "0"),
          // Members learn their partitions from a heartbeat: at the default of 5 s, the first
          // record of a share group takes that long.
          Map.entry("group.consumer.min.heartbeat.interval.ms", "200"),
          Map.entry("group.consumer.heartbeat.interval.ms", "200"),
          Map.entry("group.share.min.heartbeat.interval.ms", "200"),
          Map.entry("group.share.heartbeat.interval.ms", "200"),
          // At the least of 15 s by default, nobody would wait to see a lock run out.
          Map.entry("group.share.min.record.lock.duration.ms", "1000"),
          // Every five minutes a broker deletes what is older than a week by its timestamp, and
          // tests send records of 1970.
          Map.entry("log.retention.ms", "-1"),
          // The default of 128 MB is a quarter of the broker's heap.
          Map.entry("log.cleaner.dedupe.buffer.size", "2097152"));

  private BrokerSettings() {}

  /** The settings of one combined node that listens on the loopback interface. */
  static Map<String, String> local(Path data, int port, int controllerPort) {
    Map<String, String> settings = new HashMap<>(COMMON);
    settings.put("process.roles", "broker,controller");
    settings.put("node.id", "1");
    settings.put("controller.quorum.voters", "1@" + Ports.LOOPBACK + ":" + controllerPort);
    settings.put("controller.listener.names", "CONTROLLER");
    String client = "PLAINTEXT://" + Ports.LOOPBACK + ":" + port;
    settings.put("listeners", client + ",CONTROLLER://" + Ports.LOOPBACK + ":" + controllerPort);
    settings.put("advertised.listeners", client);
    settings.put("log.dirs", data.toString());
    return settings;
  }
}
