package kamon.instrumentation.kafka.compat.listeners;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.springframework.aop.framework.ProxyFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.config.ConcurrentKafkaListenerContainerFactory;
import org.springframework.kafka.core.DefaultKafkaConsumerFactory;
import org.springframework.kafka.core.DefaultKafkaProducerFactory;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.listener.ConcurrentMessageListenerContainer;
import org.springframework.kafka.listener.DeadLetterPublishingRecoverer;
import org.springframework.kafka.listener.DefaultAfterRollbackProcessor;
import org.springframework.kafka.listener.DefaultErrorHandler;
import org.springframework.kafka.requestreply.ReplyingKafkaTemplate;
import org.springframework.kafka.support.serializer.ErrorHandlingDeserializer;
import org.springframework.kafka.transaction.KafkaTransactionManager;
import org.springframework.retry.support.RetryTemplate;
import org.springframework.util.backoff.FixedBackOff;

/** Containers as few applications have them. */
@Configuration(proxyBeanMethods = false)
class CornerContainers {
  private final Containers containers;
  private final KafkaTemplate<String, String> template;
  private final String run;

  CornerContainers(
      Containers containers,
      KafkaTemplate<String, String> kafkaTemplate,
      @Value("${run}") String run) {
    this.containers = containers;
    this.template = kafkaTemplate;
    this.run = run;
  }

  @Bean
  ConcurrentKafkaListenerContainerFactory<String, String> filtered() {
    ConcurrentKafkaListenerContainerFactory<String, String> factory = containers.factory(template);
    factory.setBatchListener(true);
    factory.setRecordFilterStrategy(record -> record.value().equals("skip"));
    return factory;
  }

  @Bean
  ConcurrentKafkaListenerContainerFactory<String, String> cutBatches() {
    ConcurrentKafkaListenerContainerFactory<String, String> factory = containers.factory(template);
    factory.setBatchListener(true);
    factory.setBatchInterceptor(
        (records, consumer) -> records.iterator().next().value().equals("skip") ? null : records);
    return factory;
  }

  /** With a RetryTemplate, which factories take until 2.9. */
  @Bean
  ConcurrentKafkaListenerContainerFactory<String, String> templated()
      throws ReflectiveOperationException {
    ConcurrentKafkaListenerContainerFactory<String, String> factory = containers.factory(template);
    if (isTemplated()) {
      factory
          .getClass()
          .getMethod("setRetryTemplate", RetryTemplate.class)
          .invoke(factory, RetryTemplate.builder().maxAttempts(2).noBackoff().build());
    }
    return factory;
  }

  static boolean isTemplated() {
    return Arrays.stream(ConcurrentKafkaListenerContainerFactory.class.getMethods())
        .anyMatch(method -> method.getName().equals("setRetryTemplate"));
  }

  /** Values that are not numbers cannot be read. */
  @Bean
  ConcurrentKafkaListenerContainerFactory<String, String> reading() {
    Map<String, Object> settings = containers.consumerSettings();
    settings.put("value.deserializer", ErrorHandlingDeserializer.class);
    settings.put(ErrorHandlingDeserializer.VALUE_DESERIALIZER_CLASS, Numbers.class);
    ConcurrentKafkaListenerContainerFactory<String, String> factory =
        Containers.factory(template, settings);
    factory.setCommonErrorHandler(
        new DefaultErrorHandler(
            new DeadLetterPublishingRecoverer(
                new KafkaTemplate<>(ofBytes()), CornerContainers::dead)));
    return factory;
  }

  @Bean
  ConcurrentKafkaListenerContainerFactory<String, String> observed() {
    ConcurrentKafkaListenerContainerFactory<String, String> factory = containers.factory(template);
    if (isObservable()) {
      Observed.by(factory.getContainerProperties());
    }
    return factory;
  }

  /** Clients behind proxies of their interfaces, as libraries put them there. */
  @Bean
  ConcurrentKafkaListenerContainerFactory<String, String> wrapped() {
    return behindProxies(false);
  }

  /** Clients behind proxies that extend their classes. */
  @Bean
  ConcurrentKafkaListenerContainerFactory<String, String> enhanced() {
    return behindProxies(true);
  }

  private ConcurrentKafkaListenerContainerFactory<String, String> behindProxies(boolean ofClass) {
    DefaultKafkaConsumerFactory<String, String> consumers =
        new DefaultKafkaConsumerFactory<>(containers.consumerSettings());
    consumers.addPostProcessor(consumer -> proxy(consumer, ofClass));
    ConcurrentKafkaListenerContainerFactory<String, String> factory = containers.factory(template);
    factory.setConsumerFactory(consumers);
    return factory;
  }

  @Bean
  KafkaTemplate<String, String> wrappedTemplate() {
    return behindProxy(false);
  }

  @Bean
  KafkaTemplate<String, String> enhancedTemplate() {
    return behindProxy(true);
  }

  private KafkaTemplate<String, String> behindProxy(boolean ofClass) {
    DefaultKafkaProducerFactory<String, String> producers =
        new DefaultKafkaProducerFactory<>(producerSettings(StringSerializer.class));
    producers.addPostProcessor(producer -> proxy(producer, ofClass));
    return new KafkaTemplate<>(producers);
  }

  @SuppressWarnings("unchecked")
  private static <T> T proxy(T client, boolean ofClass) {
    ProxyFactory factory = new ProxyFactory(client);
    factory.setProxyTargetClass(ofClass);
    return (T) factory.getProxy();
  }

  /** Asked here, for the class that does it needs Spring's to be loaded. */
  static boolean isObservable() {
    try {
      Class.forName("io.micrometer.observation.ObservationRegistry");
      return true;
    } catch (ClassNotFoundException e) {
      return false;
    }
  }

  @Bean
  KafkaTransactionManager<String, String> transactions() {
    return new KafkaTransactionManager<>(transactional());
  }

  /** What is sent in a transaction goes through another template. */
  @Bean
  KafkaTemplate<String, String> inTransaction(
      KafkaTransactionManager<String, String> transactions) {
    return new KafkaTemplate<>(transactions.getProducerFactory());
  }

  @Bean
  @SuppressWarnings("removal")
  ConcurrentKafkaListenerContainerFactory<String, String> transacted(
      KafkaTransactionManager<String, String> transactions,
      KafkaTemplate<String, String> inTransaction) {
    ConcurrentKafkaListenerContainerFactory<String, String> factory = containers.factory(template);
    factory.getContainerProperties().setTransactionManager(transactions);
    factory.setCommonErrorHandler(null);
    factory.setAfterRollbackProcessor(
        new DefaultAfterRollbackProcessor<>(
            new DeadLetterPublishingRecoverer(inTransaction, CornerContainers::dead),
            new FixedBackOff(0, 1),
            inTransaction,
            true));
    return factory;
  }

  private static TopicPartition dead(ConsumerRecord<?, ?> record, Exception failure) {
    return new TopicPartition(record.topic() + "-dead", 0);
  }

  private Map<String, Object> producerSettings(Class<?> valueSerializer) {
    Map<String, Object> settings = new HashMap<>();
    settings.put("bootstrap.servers", containers.consumerSettings().get("bootstrap.servers"));
    settings.put("key.serializer", StringSerializer.class);
    settings.put("value.serializer", valueSerializer);
    return settings;
  }

  /** For values as they came. */
  private DefaultKafkaProducerFactory<String, byte[]> ofBytes() {
    return new DefaultKafkaProducerFactory<>(producerSettings(ByteArraySerializer.class));
  }

  private DefaultKafkaProducerFactory<String, String> transactional() {
    DefaultKafkaProducerFactory<String, String> factory =
        new DefaultKafkaProducerFactory<>(producerSettings(StringSerializer.class));
    factory.setTransactionIdPrefix(run + "-tx-");
    return factory;
  }

  @Bean
  ReplyingKafkaTemplate<String, String, String> asking() {
    ConcurrentMessageListenerContainer<String, String> replies =
        containers.factory(template).createContainer(run + "-answers");
    replies.getContainerProperties().setGroupId(run + "-answers");
    return new ReplyingKafkaTemplate<>(template.getProducerFactory(), replies);
  }

  /** Reads numbers as text. */
  public static final class Numbers extends StringDeserializer {
    @Override
    public String deserialize(String topic, byte[] data) {
      return String.valueOf(Integer.parseInt(super.deserialize(topic, data)));
    }
  }
}
