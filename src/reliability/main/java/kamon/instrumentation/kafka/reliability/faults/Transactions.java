package kamon.instrumentation.kafka.reliability.faults;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.admin.TransactionState;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.KafkaException;

/** Transactions that end in another way than the producer wants. */
final class Transactions {
  private final World world;

  Transactions(World world) {
    this.world = world;
  }

  void fenced() {
    Sends sends = new Sends(world, "fenced", world.topic("fenced", 1, Map.of()));
    KafkaProducer<String, byte[]> first = producer("fenced", 60_000, 0);
    try (KafkaProducer<String, byte[]> second = producer("fenced", 60_000, 0)) {
      first.initTransactions();
      first.beginTransaction();
      sends.send(first, 0, 100);
      first.flush();
      second.initTransactions();
      sends.send(first, 0, 100);
      attempt("flush", first::flush);
      attempt("commit", first::commitTransaction);
      sends.send(first, 0, 100);
      second.beginTransaction();
      sends.send(second, 0, 100);
      attempt("second commit", second::commitTransaction);
    }
    // With more time it would wait for what it took after its failure, half a minute.
    first.close(Duration.ofMillis(500));
    Endings.await(sends);
    end(sends);
  }

  void aborted() {
    Sends sends = new Sends(world, "aborted", world.topic("aborted", 1, Map.of()));
    try (KafkaProducer<String, byte[]> producer = producer("aborted", 60_000, 60_000)) {
      producer.initTransactions();
      producer.beginTransaction();
      sends.send(producer, 0, 100);
      producer.flush();
      for (int i = 0; i < 5; i++) {
        sends.send(producer, 0, 100);
      }
      // Kafka's sender thread could be on its way with them when the abort comes.
      World.await("senders that wait", Transactions::areIdle);
      attempt("abort", producer::abortTransaction);
      producer.beginTransaction();
      for (int i = 0; i < 5; i++) {
        sends.send(producer, 0, 100);
      }
      attempt("commit", producer::commitTransaction);
    }
    end(sends);
  }

  /** Whether producers' threads have had nothing to do for a while. */
  private static boolean areIdle() {
    for (int i = 0; i < 3; i++) {
      LockSupport.parkNanos(10_000_000);
      if (!areWaiting()) {
        return false;
      }
    }
    return true;
  }

  private static boolean areWaiting() {
    return Thread.getAllStackTraces().entrySet().stream()
        .filter(thread -> thread.getKey().getName().startsWith("kafka-producer-network-thread"))
        .allMatch(
            thread ->
                Arrays.stream(thread.getValue())
                    .anyMatch(frame -> frame.toString().contains("network.Selector.select(")));
  }

  /** The broker ends it while the producer thinks. */
  void timedOut() throws Exception {
    Sends sends = new Sends(world, "timed-out", world.topic("timed-out", 1, Map.of()));
    try (KafkaProducer<String, byte[]> producer = producer("timed-out", 500, 0)) {
      producer.initTransactions();
      producer.beginTransaction();
      sends.send(producer, 0, 100);
      producer.flush();
      while (state("timed-out") != TransactionState.COMPLETE_ABORT) {
        Thread.onSpinWait();
      }
      sends.send(producer, 0, 100);
      attempt("flush", producer::flush);
      attempt("commit", producer::commitTransaction);
    }
    end(sends);
  }

  private TransactionState state(String id) throws Exception {
    return world
        .admin()
        .describeTransactions(List.of(world.own(id)))
        .description(world.own(id))
        .get()
        .state();
  }

  private KafkaProducer<String, byte[]> producer(String id, int timeout, int linger) {
    return Sends.producer(
        world,
        Map.of(
            "transactional.id",
            world.own(id),
            "transaction.timeout.ms",
            timeout,
            "linger.ms",
            linger));
  }

  private void attempt(String what, Runnable work) {
    try {
      work.run();
      world.print(what + " done");
    } catch (KafkaException | IllegalStateException e) {
      // Its text depends on which of two answers has come first.
      world.print(what + " " + e.getClass().getName());
    }
  }

  private void end(Sends sends) {
    sends.mayCallTwice = true;
    sends.check();
    sends.print();
    new Stored(world, sends.topic, 1, false).print();
    new Stored(world, sends.topic, 1, true).print();
  }
}
