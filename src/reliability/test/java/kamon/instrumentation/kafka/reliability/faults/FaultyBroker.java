package kamon.instrumentation.kafka.reliability.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import kamon.instrumentation.kafka.reliability.Effort;
import kamon.instrumentation.kafka.testbed.ChildJvm;
import kamon.instrumentation.kafka.testbed.ChildJvmBuilder;
import kamon.instrumentation.kafka.testbed.LocalBroker;
import kamon.instrumentation.kafka.testbed.Ports;

/** A broker behind a proxy, and what programs in child JVMs ask to be done to it. */
public final class FaultyBroker implements AutoCloseable {
  private final Proxy proxy;
  private final LocalBroker broker;
  private int faults;

  public FaultyBroker() throws IOException {
    int port = Ports.free(0);
    proxy = new Proxy(port);
    broker =
        LocalBroker.start(
            port,
            Map.of(
                "advertised.listeners", "PLAINTEXT://127.0.0.1:" + proxy.port(),
                "auto.create.topics.enable", "false",
                "authorizer.class.name", "org.apache.kafka.metadata.authorizer.StandardAuthorizer",
                "allow.everyone.if.no.acl.found", "true",
                "transaction.abort.timed.out.transaction.cleanup.interval.ms", "200"));
  }

  public LocalBroker broker() {
    return broker;
  }

  String bootstrapServers() {
    return "127.0.0.1:" + proxy.port();
  }

  /** How many there were so far. */
  int faults() {
    return faults;
  }

  /** What a program has printed, with or without the agent. */
  public List<String> run(
      String program, String mode, Duration atMost, List<String> jvmArgs, List<String> args) {
    List<String> all = new ArrayList<>();
    all.add(bootstrapServers());
    all.add(mode);
    all.add(Effort.current().pick("short", "long"));
    all.addAll(args);
    ChildJvmBuilder jvm =
        ChildJvm.main(program)
            .jvmArgs(jvmArgs.toArray(String[]::new))
            .args(all.toArray(String[]::new));
    if (!mode.equals("control")) {
      jvm.jvmArgs("-javaagent:" + System.getProperty("agent.jar"));
    }
    Consumer<String> shown = progress(mode);
    try (ChildJvm child = jvm.start()) {
      for (int asked = 0; ; asked++) {
        String next = "ASK " + asked + " ";
        String line =
            child.awaitLine(
                one -> {
                  shown.accept(one);
                  return one.startsWith(next) || one.equals("DONE");
                },
                atMost);
        if (line.equals("DONE")) {
          break;
        }
        act(line.substring(next.length()).split(" "));
        child.sendLine("done");
      }
      assertThat(child.awaitExit(Duration.ofSeconds(30))).isZero();
      return child.lines();
    }
  }

  /** Long runs want to be watched. */
  private static Consumer<String> progress(String mode) {
    Set<String> shown = new HashSet<>();
    return line -> {
      if (Effort.current() == Effort.LONG && line.startsWith("TOOK ") && shown.add(line)) {
        System.out.println("faults, " + mode + ": " + line);
      }
    };
  }

  private void act(String[] words) {
    faults++;
    switch (words[0]) {
      case "freeze" -> broker.freeze();
      case "thaw" -> {
        broker.thaw();
        faults--;
      }
      case "kill" -> {
        broker.stop();
        broker.restart();
      }
      case "reset" -> faults += proxy.reset() - 1;
      case "delay" -> proxy.delay(Duration.ofMillis(Long.parseLong(words[1])));
      case "pause" -> {
        broker.freeze();
        // Not a wait for a condition: how long it stands still is the fault.
        LockSupport.parkNanos(Duration.ofMillis(Long.parseLong(words[1])).toNanos());
        broker.thaw();
      }
      default -> throw new IllegalArgumentException(words[0]);
    }
  }

  @Override
  public void close() throws IOException {
    broker.close();
    proxy.close();
  }
}
