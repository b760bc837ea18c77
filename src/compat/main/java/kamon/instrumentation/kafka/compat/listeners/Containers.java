package kamon.instrumentation.kafka.compat.listeners;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;
import org.springframework.kafka.annotation.EnableKafka;
import org.springframework.kafka.config.ConcurrentKafkaListenerContainerFactory;
import org.springframework.kafka.core.DefaultKafkaConsumerFactory;
import org.springframework.kafka.core.DefaultKafkaProducerFactory;
import org.springframework.kafka.core.KafkaAdmin;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.listener.ContainerProperties.AckMode;
import org.springframework.kafka.listener.DeadLetterPublishingRecoverer;
import org.springframework.kafka.listener.DefaultErrorHandler;
import org.springframework.kafka.listener.KafkaListenerErrorHandler;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;
import org.springframework.util.backoff.FixedBackOff;

/** Spring Kafka, set up by hand. */
@EnableKafka
@Configuration(proxyBeanMethods = false)
class Containers {
  private static final int RETRIES = 1;

  private final String broker;

  Containers(@Value("${broker}") String broker) {
    this.broker = broker;
  }

  @Bean
  @Primary
  KafkaTemplate<String, String> kafkaTemplate() {
    Map<String, Object> settings = new HashMap<>();
    settings.put("bootstrap.servers", broker);
    settings.put("key.serializer", StringSerializer.class);
    settings.put("value.serializer", StringSerializer.class);
    return new KafkaTemplate<>(new DefaultKafkaProducerFactory<>(settings));
  }

  @Bean
  KafkaAdmin admin() {
    Map<String, Object> settings = new HashMap<>();
    settings.put("bootstrap.servers", broker);
    return new KafkaAdmin(settings);
  }

  @Bean
  ThreadPoolTaskScheduler scheduler() {
    return new ThreadPoolTaskScheduler(); // for retry topics
  }

  @Bean
  ConcurrentKafkaListenerContainerFactory<String, String> kafkaListenerContainerFactory(
      KafkaTemplate<String, String> template) {
    return factory(template);
  }

  @Bean
  ConcurrentKafkaListenerContainerFactory<String, String> manual(
      KafkaTemplate<String, String> template) {
    ConcurrentKafkaListenerContainerFactory<String, String> factory = factory(template);
    factory.getContainerProperties().setAckMode(AckMode.MANUAL_IMMEDIATE);
    return factory;
  }

  @Bean
  ConcurrentKafkaListenerContainerFactory<String, String> cut(
      KafkaTemplate<String, String> template) {
    ConcurrentKafkaListenerContainerFactory<String, String> factory = factory(template);
    factory.setRecordInterceptor(
        (record, consumer) -> record.value().equals("skip") ? null : copy(record));
    return factory;
  }

  private static ConsumerRecord<String, String> copy(ConsumerRecord<String, String> record) {
    return new ConsumerRecord<>(
        record.topic(),
        record.partition(),
        record.offset(),
        record.timestamp(),
        record.timestampType(),
        record.serializedKeySize(),
        record.serializedValueSize(),
        record.key(),
        record.value() + "!",
        record.headers(),
        record.leaderEpoch());
  }

  @Bean
  KafkaListenerErrorHandler hiding() {
    return (message, failure) -> null;
  }

  ConcurrentKafkaListenerContainerFactory<String, String> factory(
      KafkaTemplate<String, String> template) {
    return factory(template, consumerSettings());
  }

  Map<String, Object> consumerSettings() {
    Map<String, Object> settings = new HashMap<>();
    settings.put("bootstrap.servers", broker);
    settings.put("auto.offset.reset", "earliest");
    settings.put("key.deserializer", StringDeserializer.class);
    settings.put("value.deserializer", StringDeserializer.class);
    settings.put("interceptor.classes", Watching.class.getName());
    return settings;
  }

  static ConcurrentKafkaListenerContainerFactory<String, String> factory(
      KafkaTemplate<String, String> template, Map<String, Object> settings) {
    ConcurrentKafkaListenerContainerFactory<String, String> factory =
        new ConcurrentKafkaListenerContainerFactory<>();
    factory.setConsumerFactory(new DefaultKafkaConsumerFactory<>(settings));
    factory.setReplyTemplate(template);
    factory.setAutoStartup(false); // or batches would be of any size
    factory.setCommonErrorHandler(
        new DefaultErrorHandler(
            new DeadLetterPublishingRecoverer(
                template,
                (record, failure) ->
                    new TopicPartition(record.topic() + "-dead", record.partition())),
            new FixedBackOff(0, RETRIES)));
    return factory;
  }
}
