package kamon.instrumentation.kafka.testbed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

final class ChildJvmTest {

  private static final Duration LIMIT = Duration.ofSeconds(60);

  @Test
  void talks_both_ways_and_reports_the_exit_code() {
    try (ChildJvm child =
        ChildJvm.main(Echo.class.getName())
            .javaHome(Path.of(System.getProperty("java.home")))
            .jvmArgs("-Dgreeting=hello", "-Xmx32m")
            .env("GUEST", "world")
            .args("3")
            .start()) {
      assertThat(child.awaitLine("hello", LIMIT)).isEqualTo("hello world");
      child.sendLine("ping");
      assertThat(child.awaitLine(line -> line.startsWith("got"), LIMIT)).isEqualTo("got ping");
      assertThat(child.awaitExit(LIMIT)).isEqualTo(3);
      assertThat(child.lines()).containsExactly("hello world", "got ping");
    }
  }

  @Test
  void line_that_does_not_come_shows_what_came() {
    try (ChildJvm child = ChildJvm.main(Echo.class.getName()).args("0").start()) {
      child.awaitLine("null", LIMIT);
      assertThatThrownBy(() -> child.awaitLine("good-bye", Duration.ofMillis(100)))
          .isInstanceOf(AssertionError.class)
          .hasMessageContaining("PT0.1S for a line with \"good-bye\"")
          .hasMessageContaining(") runs.")
          .hasMessageContaining("  null null");
    }
  }

  @Test
  void end_of_the_jvm_ends_the_waiting() {
    try (ChildJvm child = ChildJvm.main("no.such.Main").start()) {
      assertThatThrownBy(() -> child.awaitLine("hello", Duration.ofHours(1)))
          .isInstanceOf(AssertionError.class)
          .hasMessageContaining("no.such.Main");
      assertThat(child.awaitExit(LIMIT)).isEqualTo(1);
    }
  }

  @Test
  void close_ends_it() {
    ChildJvm child = ChildJvm.main(Echo.class.getName()).args("0").start();
    child.awaitLine("null", LIMIT);
    assertThat(child.isAlive()).isTrue();
    child.close();
    assertThat(child.isAlive()).isFalse();
    assertThat(ProcessHandle.of(child.pid()).filter(ProcessHandle::isAlive)).isEmpty();
    child.close();
  }

  /** Greets, echoes one line, exits with the code of its argument. */
  static final class Echo {
    public static void main(String[] args) throws IOException {
      System.out.println(System.getProperty("greeting") + " " + System.getenv("GUEST"));
      BufferedReader in =
          new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
      System.err.println("got " + in.readLine());
      System.exit(Integer.parseInt(args[0]));
    }
  }
}
