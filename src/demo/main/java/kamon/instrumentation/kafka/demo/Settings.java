package kamon.instrumentation.kafka.demo;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;

/**
 * What the demo is told with system properties.
 *
 * @param port where the broker listens; 0 for any free port
 * @param agent the agent's jar
 */
record Settings(int port, Path agent) {
  private static final int MAX_PORT = 65_535;

  static Settings of(Properties properties) {
    return new Settings(
        port(properties.getProperty("demo.port", "0")),
        agent(properties.getProperty("demo.agent", "agent/target/kamon-kafka-agent.jar")));
  }

  private static int port(String value) {
    if (!value.matches("\\d{1,5}") || Integer.parseInt(value) > MAX_PORT) {
      throw new DemoFailure(
          "demo.port is \""
              + value
              + "\". Give it a port from 1 to 65535, as in -Ddemo.port=9092, or leave it out for"
              + " any free one.");
    }
    int port = Integer.parseInt(value);
    try (ServerSocket socket = new ServerSocket()) {
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    } catch (IOException e) {
      throw new DemoFailure(
          "Port "
              + port
              + " cannot be used: "
              + e.getMessage()
              + ". Choose another one with -Ddemo.port, or leave that out for any free one.");
    }
    return port;
  }

  private static Path agent(String value) {
    Path agent = Path.of(value).normalize();
    if (!Files.isRegularFile(agent)) {
      throw new DemoFailure(
          "demo.agent is \"" + agent + "\", which is no file. Build it: mvn -DskipTests package");
    }
    return agent;
  }
}
