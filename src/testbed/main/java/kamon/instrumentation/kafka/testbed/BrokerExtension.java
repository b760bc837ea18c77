package kamon.instrumentation.kafka.testbed;

import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives tests a {@link KafkaBroker} parameter: one broker for all test classes of this JVM, closed
 * after the last of them, so do not stop it. With {@code -Dkafka.broker=testcontainers} it runs in
 * a container instead of a JVM.
 */
public final class BrokerExtension implements BeforeAllCallback, ParameterResolver {

  private static final Namespace NAMESPACE = Namespace.create(BrokerExtension.class);

  @Override
  public void beforeAll(ExtensionContext context) {
    broker(context);
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == KafkaBroker.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return broker(context);
  }

  private static KafkaBroker broker(ExtensionContext context) {
    return context
        .getRoot()
        .getStore(NAMESPACE)
        .getOrComputeIfAbsent(KafkaBroker.class, type -> start(), KafkaBroker.class);
  }

  private static KafkaBroker startContainer() {
    try {
      return ContainerBroker.start();
    } catch (NoClassDefFoundError e) {
      throw new IllegalStateException(
          "kafka.broker=testcontainers needs org.testcontainers:testcontainers-kafka", e);
    }
  }

  private static KafkaBroker start() {
    String kind = System.getProperty("kafka.broker", "local");
    return switch (kind) {
      case "local" -> LocalBroker.start();
      case "testcontainers" -> startContainer();
      default ->
          throw new IllegalArgumentException(
              "kafka.broker is \"" + kind + "\"; it may be \"local\" or \"testcontainers\"");
    };
  }
}
