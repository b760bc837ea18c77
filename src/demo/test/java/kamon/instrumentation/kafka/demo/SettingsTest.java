package kamon.instrumentation.kafka.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SettingsTest {

  private final Properties properties = new Properties();
  private final Path agent;

  SettingsTest(@TempDir Path directory) {
    agent = directory.resolve("agent.jar");
  }

  @BeforeEach
  void build() throws Exception {
    Files.createFile(agent);
    properties.setProperty("demo.agent", agent.toString());
  }

  @Test
  void any_free_port_is_the_default() {
    assertThat(Settings.of(properties)).isEqualTo(new Settings(0, agent));
  }

  @Test
  void free_port_is_accepted() throws Exception {
    int free;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      free = socket.getLocalPort();
    }
    properties.setProperty("demo.port", String.valueOf(free));
    assertThat(Settings.of(properties)).isEqualTo(new Settings(free, agent));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "true", "-1", "9092x", "65536", "99999999999"})
  void port_that_is_none_is_named(String value) {
    properties.setProperty("demo.port", value);
    assertThatThrownBy(() -> Settings.of(properties))
        .isInstanceOf(DemoFailure.class)
        .hasMessage(
            "demo.port is \""
                + value
                + "\". Give it a port from 1 to 65535, as in -Ddemo.port=9092, or leave it out for"
                + " any free one.");
  }

  @Test
  void agent_that_is_not_built_is_named() throws Exception {
    Files.delete(agent);
    assertThatThrownBy(() -> Settings.of(properties))
        .isInstanceOf(DemoFailure.class)
        .hasMessage(
            "demo.agent is \"" + agent + "\", which is no file. Build it: mvn -DskipTests package");
  }
}
