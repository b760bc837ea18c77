package kamon.instrumentation.kafka.testbed;

import java.util.Locale;
import org.testcontainers.kafka.KafkaContainer;

/** The same broker from Kafka's own image; needs Docker. */
final class ContainerBroker implements KafkaBroker {

  private static final String IMAGE = "apache/kafka:4.4.0";

  private final KafkaContainer container;

  private ContainerBroker(KafkaContainer container) {
    this.container = container;
  }

  static ContainerBroker start() {
    // Closed by close(), or by Testcontainers once this JVM is gone.
    @SuppressWarnings("resource")
    KafkaContainer container = new KafkaContainer(IMAGE);
    BrokerSettings.COMMON.forEach((key, value) -> container.addEnv(environmentName(key), value));
    container.start();
    return new ContainerBroker(container);
  }

  /** How the image wants a setting to be spelled. */
  static String environmentName(String setting) {
    return "KAFKA_" + setting.replace('.', '_').toUpperCase(Locale.ROOT);
  }

  @Override
  public String bootstrapServers() {
    return container.getBootstrapServers();
  }

  @Override
  public boolean isAlive() {
    return container.isRunning();
  }

  @Override
  public void stop() {
    container.stop();
  }

  @Override
  public void close() {
    container.stop();
  }
}
