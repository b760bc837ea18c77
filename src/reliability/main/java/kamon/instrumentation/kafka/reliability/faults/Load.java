package kamon.instrumentation.kafka.reliability.faults;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.KafkaProducer;

/**
 * Idempotent producers that go on sending while the network or the broker fails, with time enough
 * for each record to arrive: so each must, once and in order.
 */
final class Load {
  private static final int PRODUCERS = 2;
  private static final int PARTITIONS = 3;

  private final World world;

  Load(World world) {
    this.world = world;
  }

  /** The broker dies and comes back with what it has on its disk. */
  void killed() throws Exception {
    run("killed", 1, 3, "kill");
  }

  /** All connections are reset, again and again. */
  void resets() throws Exception {
    run("resets", 3, 200, "reset");
  }

  /** It stands still for less than records may wait. */
  void paused() throws Exception {
    run("paused", 1, 5, "pause " + world.pick(1_000, 5_000));
  }

  /** Each piece of each connection comes late. */
  void delayed() throws Exception {
    world.parent().ask("delay 20");
    run("delayed", 1, 1, "delay 3");
    world.parent().ask("delay 0");
  }

  private void run(String name, int inShort, int inLong, String fault) throws Exception {
    int rounds = world.pick(inShort, inLong);
    int between = world.pick(300, 1_000);
    AtomicBoolean ended = new AtomicBoolean();
    List<Sends> all = new ArrayList<>();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < PRODUCERS; i++) {
      String topic = world.topic(name + i, PARTITIONS, Map.of());
      Sends sends = new Sends(world, topic, topic);
      all.add(sends);
      Thread thread = new Thread(() -> send(sends, ended), topic);
      threads.add(thread);
      thread.start();
    }
    for (int round = 0; round < rounds; round++) {
      progress(all, between);
      world.parent().ask(fault);
    }
    progress(all, between);
    ended.set(true);
    for (Thread thread : threads) {
      thread.join();
    }
    for (Sends sends : all) {
      sends.check();
      long failed = sends.all.stream().filter(sent -> sent.problem() != null).count();
      world.print(name + " failed " + failed);
      new Stored(world, sends.topic, PARTITIONS, false).check(sends);
    }
  }

  private void send(Sends sends, AtomicBoolean ended) {
    try (KafkaProducer<String, byte[]> producer =
        Sends.producer(
            world,
            Map.of(
                "client.id",
                sends.topic,
                "buffer.memory",
                1 << 20,
                "batch.size",
                4_096,
                // On a busy machine a broker that was killed three times was away for two minutes.
                "max.block.ms",
                600_000,
                "delivery.timeout.ms",
                600_000))) {
      for (int i = 0; !ended.get(); i++) {
        sends.send(producer, i % PARTITIONS, 100 + i % 900);
        if (i % 10 == 0) {
          // Some thousand a second: faults are to happen, not a record of speed.
          LockSupport.parkNanos(2_000_000);
        }
      }
    }
  }

  /** Until each producer has got as many acknowledgements more. */
  private static void progress(List<Sends> all, int more) {
    for (Sends sends : all) {
      int goal = sends.acknowledged() + more;
      World.await("acknowledgements", () -> sends.acknowledged() >= goal);
    }
  }
}
