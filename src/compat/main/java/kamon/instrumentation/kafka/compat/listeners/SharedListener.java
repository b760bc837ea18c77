package kamon.instrumentation.kafka.compat.listeners;

import java.lang.reflect.Constructor;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.springframework.context.SmartLifecycle;
import org.springframework.kafka.listener.ContainerProperties;
import org.springframework.kafka.listener.MessageListener;

/** A container with a share consumer, which is there from Spring Kafka 4.0 on: by reflection. */
final class SharedListener {
  private static final String CONTAINER =
      "org.springframework.kafka.listener.ShareKafkaMessageListenerContainer";
  private static final String FACTORY =
      "org.springframework.kafka.core.DefaultShareConsumerFactory";

  private SharedListener() {}

  static boolean isPossible() {
    try {
      Class.forName(CONTAINER);
      return true;
    } catch (ClassNotFoundException e) {
      return false;
    }
  }

  static SmartLifecycle start(String broker, String run, Seen seen, Sender sender)
      throws ReflectiveOperationException {
    Map<String, Object> settings = new HashMap<>();
    settings.put("bootstrap.servers", broker);
    settings.put("key.deserializer", StringDeserializer.class);
    settings.put("value.deserializer", StringDeserializer.class);
    ContainerProperties properties = new ContainerProperties(run + "-share");
    properties.setGroupId(run + "-share");
    properties.setMessageListener(
        (MessageListener<String, String>)
            record -> {
              seen.by("share", record.value());
              sender.follow("share");
              if (record.value().equals("fails")) {
                throw new IllegalStateException("share fails");
              }
              if (record.value().equals("dies")) {
                throw new AssertionError("share fails"); // which ends the container
              }
            });
    Object factory = Class.forName(FACTORY).getConstructor(Map.class).newInstance(settings);
    for (Constructor<?> constructor : Class.forName(CONTAINER).getConstructors()) {
      if (constructor.getParameterCount() == 2) {
        SmartLifecycle container = (SmartLifecycle) constructor.newInstance(factory, properties);
        container.start();
        return container;
      }
    }
    throw new NoSuchMethodException(CONTAINER);
  }
}
