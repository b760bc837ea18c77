package kamon.instrumentation.kafka.reliability.faults;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AccessControlEntryFilter;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclBindingFilter;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;

/** Sends that producer or broker refuse, each in a way that is always the same. */
final class Refusals {
  private final World world;

  Refusals(World world) {
    this.world = world;
  }

  /** Up to and beyond the producer's own limit, byte by byte: the header may not be too much. */
  void tooLargeForTheProducer() {
    run(
        "too-large-for-the-producer",
        Map.of(),
        Map.of("max.request.size", 4_000),
        (producer, sends) -> {
          for (int size : new int[] {100, 40_000, 100}) {
            sends.send(producer, 0, size);
          }
          for (int size = 3_700; size < 4_000; size += world.pick(9, 1)) {
            sends.send(producer, 0, size);
          }
        });
  }

  /** Alone, and among others whose batch the producer then splits. */
  void tooLargeForTheTopic() {
    run(
        "too-large-for-the-topic",
        Map.of("max.message.bytes", "2000"),
        Map.of("linger.ms", 1_000),
        (producer, sends) -> {
          for (int size : new int[] {100, 5_000, 100}) {
            sends.send(producer, 0, size);
            producer.flush();
          }
          for (int size : new int[] {500, 500, 3_000, 500, 1_700, 500}) {
            sends.send(producer, 0, size);
          }
          producer.flush();
        });
  }

  /** What a full or read-only disk of another broker comes to. */
  void notEnoughReplicas() {
    run(
        "not-enough-replicas",
        Map.of("min.insync.replicas", "2"),
        Map.of("acks", "all", "retries", 0, "enable.idempotence", false),
        (producer, sends) -> {
          for (int i = 0; i < 6; i++) {
            sends.send(producer, 0, 100);
            producer.flush();
          }
        });
  }

  void denied() {
    String topic = world.topic("denied", 1, Map.of());
    deny(world, ResourceType.TOPIC, topic, AclOperation.WRITE);
    Sends sends = new Sends(world, "denied", topic);
    try (KafkaProducer<String, byte[]> producer =
        Sends.producer(world, Map.of("retries", 0, "enable.idempotence", false))) {
      for (int i = 0; i < 6; i++) {
        sends.send(producer, 0, 100);
        producer.flush();
      }
    }
    sends.check();
    sends.print();
  }

  /** All but to know of it. */
  static void deny(World world, ResourceType type, String name, AclOperation operation) {
    ResourcePattern what = new ResourcePattern(type, name, PatternType.LITERAL);
    List<AclBinding> rules =
        List.of(
            new AclBinding(what, rule(operation, AclPermissionType.DENY)),
            // A rule for a resource is one that all else has to be allowed by.
            new AclBinding(what, rule(AclOperation.DESCRIBE, AclPermissionType.ALLOW)));
    AclBindingFilter filter = new AclBindingFilter(what.toFilter(), AccessControlEntryFilter.ANY);
    try {
      world.admin().createAcls(rules).all().get();
      while (world.admin().describeAcls(filter).values().get().size() < rules.size()) {
        Thread.onSpinWait();
      }
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  private static AccessControlEntry rule(AclOperation operation, AclPermissionType permission) {
    return new AccessControlEntry("User:ANONYMOUS", "*", operation, permission);
  }

  void missing() {
    Sends sends = new Sends(world, "missing", world.own("missing"));
    // Enough for the broker to say that there is none, which is in the exception then.
    try (KafkaProducer<String, byte[]> producer =
        Sends.producer(world, Map.of("max.block.ms", 3_000))) {
      for (int i = 0; i < 3; i++) {
        sends.send(producer, 0, 100);
      }
    }
    sends.check();
    sends.print();
  }

  void wrong() {
    run(
        "wrong",
        Map.of(),
        Map.of("max.block.ms", 300),
        (producer, sends) -> {
          sends.awaitMetadata(producer);
          sends.send(producer, 0, 100);
          sends.send(producer, 0, Sends.BAD_SIZE);
          sends.send(producer, 7, 100);
          sends.send(producer, 0, 100);
          producer.close(Duration.ofSeconds(20));
          sends.send(producer, 0, 100);
        });
  }

  private interface Work {
    void with(KafkaProducer<String, byte[]> producer, Sends sends);
  }

  private void run(
      String name, Map<String, String> topic, Map<String, Object> settings, Work work) {
    Sends sends = new Sends(world, name, world.topic(name, 1, topic));
    try (KafkaProducer<String, byte[]> producer = Sends.producer(world, settings)) {
      work.with(producer, sends);
    }
    sends.check();
    sends.print();
    Stored stored = new Stored(world, sends.topic, 1, false);
    stored.check(sends);
    stored.print();
  }
}
