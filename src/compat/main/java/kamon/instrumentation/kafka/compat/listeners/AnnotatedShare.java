package kamon.instrumentation.kafka.compat.listeners;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.kafka.annotation.KafkaListener;

/**
 * An annotated listener with a share consumer, whose classes are there from Spring Kafka 4.0 on.
 */
class AnnotatedShare {
  private static final String FACTORY =
      "org.springframework.kafka.config.ShareKafkaListenerContainerFactory";
  private static final String CONSUMERS =
      "org.springframework.kafka.core.DefaultShareConsumerFactory";
  private static final String OF_CONSUMERS = "org.springframework.kafka.core.ShareConsumerFactory";

  private final Seen seen;
  private final Sender sender;

  AnnotatedShare(Seen seen, Sender sender) {
    this.seen = seen;
    this.sender = sender;
  }

  static void register(GenericApplicationContext context, String broker)
      throws ReflectiveOperationException {
    Map<String, Object> settings = new HashMap<>();
    settings.put("bootstrap.servers", broker);
    settings.put("key.deserializer", StringDeserializer.class);
    settings.put("value.deserializer", StringDeserializer.class);
    Object consumers = Class.forName(CONSUMERS).getConstructor(Map.class).newInstance(settings);
    register(
        context,
        Class.forName(FACTORY).getConstructor(Class.forName(OF_CONSUMERS)).newInstance(consumers));
    context.registerBean(AnnotatedShare.class);
  }

  private static <T> void register(GenericApplicationContext context, T factory)
      throws ReflectiveOperationException {
    factory.getClass().getMethod("setAutoStartup", boolean.class).invoke(factory, false);
    @SuppressWarnings("unchecked")
    Class<T> type = (Class<T>) factory.getClass();
    context.registerBean("sharing", type, () -> factory);
  }

  @KafkaListener(id = "${run}-sharing", topics = "${run}-sharing", containerFactory = "sharing")
  void shared(String value) {
    seen.by("sharing", value);
    sender.follow("sharing");
    if (value.equals("fails")) {
      throw new IllegalStateException("sharing fails");
    }
  }
}
