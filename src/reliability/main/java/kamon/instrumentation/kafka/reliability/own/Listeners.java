package kamon.instrumentation.kafka.reliability.own;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.annotation.EnableKafka;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.kafka.config.ConcurrentKafkaListenerContainerFactory;
import org.springframework.kafka.core.DefaultKafkaConsumerFactory;
import org.springframework.kafka.listener.DefaultErrorHandler;
import org.springframework.util.backoff.FixedBackOff;

/** Listeners of Spring Kafka for records and batches; of each round, one record fails once. */
@EnableKafka
@Configuration(proxyBeanMethods = false)
class Listeners {
  private final Set<String> failedOnce = ConcurrentHashMap.newKeySet();
  private final String broker;

  Listeners(@Value("${broker}") String broker) {
    this.broker = broker;
  }

  @Bean
  ConcurrentKafkaListenerContainerFactory<String, String> kafkaListenerContainerFactory() {
    Map<String, Object> settings =
        Map.of(
            "bootstrap.servers",
            broker,
            "auto.offset.reset",
            "earliest",
            "key.deserializer",
            StringDeserializer.class,
            "value.deserializer",
            StringDeserializer.class);
    ConcurrentKafkaListenerContainerFactory<String, String> factory =
        new ConcurrentKafkaListenerContainerFactory<>();
    factory.setConsumerFactory(new DefaultKafkaConsumerFactory<>(settings));
    factory.setCommonErrorHandler(new DefaultErrorHandler(new FixedBackOff(0, 1)));
    return factory;
  }

  @KafkaListener(topics = "${topic}", groupId = "${topic}-record")
  CompletableFuture<Void> record(ConsumerRecord<String, String> record) {
    Seen.add("listener", record.value());
    if (record.key().equals("k1") && failedOnce.add(record.value())) {
      throw new IllegalArgumentException("once");
    }
    return CompletableFuture.completedFuture(null);
  }

  @KafkaListener(topics = "${topic}", groupId = "${topic}-batch", batch = "true")
  void batch(List<ConsumerRecord<String, String>> records) {
    records.forEach(record -> Seen.add("batch listener", record.value()));
  }
}
