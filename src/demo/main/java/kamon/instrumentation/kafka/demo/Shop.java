package kamon.instrumentation.kafka.demo;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import kamon.instrumentation.kafka.testbed.ChildJvm;
import kamon.instrumentation.kafka.testbed.KafkaBroker;
import kamon.instrumentation.kafka.testbed.ReportedSpan;

/**
 * The broker and the services, each in its own JVM. Whoever is in the middle of a method when
 * another thread closes the shop need not care: what starts late ends with this JVM.
 */
final class Shop implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

  private record Service(String name, ChildJvm jvm) {}

  private final List<Service> services = new CopyOnWriteArrayList<>();
  private volatile KafkaBroker broker;

  /** Starts the broker on a port, or on any free one if that is 0, and creates topics. */
  void open(int port, List<String> topics) {
    broker = port == 0 ? KafkaBroker.start() : KafkaBroker.start(port);
    topics.forEach(topic -> broker.createTopic(topic, 1));
  }

  String bootstrapServers() {
    return broker.bootstrapServers();
  }

  /**
   * Starts a service under the agent.
   *
   * @param agent its jar, with arguments
   */
  void start(Class<?> main, String agent) {
    String name = main.getSimpleName().toLowerCase(Locale.ROOT);
    ChildJvm jvm =
        ChildJvm.main(ServiceMain.class.getName())
            .jvmArgs(
                "-javaagent:" + agent,
                "-Dkamon.environment.service=" + name,
                "-Dlog.level=WARN",
                // For a quick start and a small machine.
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx128m")
            .args(main.getName(), bootstrapServers())
            .start();
    services.add(new Service(name, jvm));
  }

  /** What the services have reported so far. */
  List<ReportedSpan> spans() {
    return services.stream().flatMap(service -> service.jvm().spans().stream()).toList();
  }

  /**
   * Returns once the condition holds.
   *
   * @throws DemoFailure if that takes too long, or as soon as the broker or a service has died
   */
  void await(String what, BooleanSupplier condition) {
    long start = System.nanoTime();
    while (!condition.getAsBoolean()) {
      requireAlive();
      if (System.nanoTime() - start > LIMIT.toNanos()) {
        throw new DemoFailure(
            "Waited %d s for %s. Is the machine very busy? Then try again.%s"
                .formatted(LIMIT.toSeconds(), what, output(services)));
      }
      LockSupport.parkNanos(PAUSE_NANOS);
    }
  }

  /** Throws a {@link DemoFailure} if the broker or a service has died. */
  void requireAlive() {
    if (broker != null && !broker.isAlive()) {
      throw new DemoFailure("The Kafka broker died. Was it killed, or is memory short? Try again.");
    }
    for (Service service : services) {
      if (!service.jvm().isAlive()) {
        throw new DemoFailure(
            "Service %s died with exit code %d. Was it killed, or is memory short? Try again.%s"
                .formatted(
                    service.name(), service.jvm().awaitExit(LIMIT), output(List.of(service))));
      }
    }
  }

  private static String output(List<Service> services) {
    List<String> lines = new ArrayList<>();
    for (Service service : services) {
      lines.add("");
      lines.add("Output of " + service.name() + ":");
      service.jvm().lines().stream()
          .filter(line -> ReportedSpan.parse(line).isEmpty())
          .forEach(line -> lines.add("  " + line));
    }
    return String.join(System.lineSeparator(), lines);
  }

  /** Ends all processes at once. Does nothing when they are gone. */
  @Override
  public void close() {
    services.forEach(service -> service.jvm().close());
    if (broker != null) {
      broker.close();
    }
  }
}
