package kamon.instrumentation.kafka.testbed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class BrokerLifeTest {

  private static final Duration LIMIT = Duration.ofSeconds(60);

  @Test
  void stop_kills_the_process_and_close_deletes_its_data() {
    LocalBroker broker = LocalBroker.start();
    Path directory = broker.directory();
    try (broker) {
      assertThat(broker.process().isAlive()).isTrue();
      assertThat(broker.isAlive()).isTrue();

      broker.stop();
      assertThat(broker.process().isAlive()).isFalse();
      assertThat(broker.isAlive()).isFalse();
      assertThat(directory).exists();
      broker.stop();
    }
    assertThat(directory).doesNotExist();
    broker.close();
  }

  @Test
  void broker_dies_with_its_parent() {
    try (ChildJvm parent = ChildJvm.main(StartsBroker.class.getName()).start()) {
      String[] line = parent.awaitLine(one -> one.startsWith("broker "), LIMIT).split(" ", 3);
      ProcessHandle broker = ProcessHandle.of(Long.parseLong(line[1])).orElseThrow();
      Path directory = Path.of(line[2]);
      assertThat(broker.isAlive()).isTrue();
      assertThat(directory).exists();

      parent.kill();

      assertThat(broker.onExit().orTimeout(60, TimeUnit.SECONDS).join().isAlive()).isFalse();
      assertThat(directory).doesNotExist();
    }
  }

  // What Ctrl-C does: it ends both at once.
  @Test
  void data_of_a_broker_that_died_first_is_deleted_when_its_parent_ends() {
    try (ChildJvm parent = ChildJvm.main(StartsBroker.class.getName()).start()) {
      String[] line = parent.awaitLine(one -> one.startsWith("broker "), LIMIT).split(" ", 3);
      ProcessHandle broker = ProcessHandle.of(Long.parseLong(line[1])).orElseThrow();
      broker.destroyForcibly();
      broker.onExit().join();
      Path directory = Path.of(line[2]);
      assertThat(directory).exists();

      ProcessHandle parentProcess = ProcessHandle.of(parent.pid()).orElseThrow();
      assumeTrue(parentProcess.supportsNormalTermination(), "Windows has no signals to send");
      parentProcess.destroy();

      assertThat(parent.awaitExit(LIMIT)).isNotZero();
      assertThat(directory).doesNotExist();
    }
  }

  @Test
  void broker_that_cannot_start_says_why() throws Exception {
    try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      assertThatThrownBy(() -> LocalBroker.launch(other.getLocalPort()))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("The Kafka broker found port " + other.getLocalPort() + " taken.")
          .hasMessageContaining("Its last output:")
          .hasMessageContaining("Address already in use");
    }
  }

  /** Starts a broker and waits for its own end. */
  static final class StartsBroker {
    public static void main(String[] args) throws Exception {
      try (LocalBroker broker = LocalBroker.start()) {
        System.out.println("broker " + broker.process().pid() + " " + broker.directory());
        ProcessHandle.current().parent().orElseThrow().onExit().join();
      }
    }
  }
}
