package kamon.instrumentation.kafka.compat.listeners;

import java.util.HashMap;
import java.util.Map;
import kamon.instrumentation.kafka.compat.program.KamonLife;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.springframework.kafka.core.DefaultKafkaConsumerFactory;
import org.springframework.kafka.listener.ContainerProperties;
import org.springframework.kafka.listener.KafkaMessageListenerContainer;
import org.springframework.kafka.listener.MessageListener;

/** One record and its listener, with what each release of Spring Kafka has. */
public final class PlainContainer {
  private PlainContainer() {}

  public static void main(String[] args) throws Exception {
    try {
      KamonLife.begin();
      send(args[0], args[1]);
      listen(args[0], args[1]);
      KamonLife.end();
    } catch (Throwable t) {
      t.printStackTrace();
      System.exit(1);
    }
    System.exit(0);
  }

  private static void send(String broker, String topic) throws Exception {
    Map<String, Object> settings = new HashMap<>();
    settings.put("bootstrap.servers", broker);
    try (KafkaProducer<String, String> producer =
        new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer())) {
      producer.send(new ProducerRecord<>(topic, "value")).get();
    }
  }

  private static void listen(String broker, String topic) throws InterruptedException {
    Map<String, Object> settings = new HashMap<>();
    settings.put("bootstrap.servers", broker);
    settings.put("auto.offset.reset", "earliest");
    ContainerProperties properties = new ContainerProperties(topic);
    properties.setGroupId(topic);
    Seen seen = new Seen(1);
    properties.setMessageListener(
        (MessageListener<String, String>) record -> seen.by("plain", record.value()));
    KafkaMessageListenerContainer<String, String> container =
        new KafkaMessageListenerContainer<>(
            new DefaultKafkaConsumerFactory<>(
                settings, new StringDeserializer(), new StringDeserializer()),
            properties);
    container.start();
    seen.awaitAll();
    container.stop();
  }
}
