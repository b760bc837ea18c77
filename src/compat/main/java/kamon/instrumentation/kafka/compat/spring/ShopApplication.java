package kamon.instrumentation.kafka.compat.spring;

import kamon.instrumentation.kafka.compat.program.KamonLife;
import org.apache.kafka.common.TopicPartition;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.kafka.core.KafkaOperations;
import org.springframework.kafka.listener.DeadLetterPublishingRecoverer;
import org.springframework.kafka.listener.DefaultErrorHandler;
import org.springframework.util.backoff.FixedBackOff;

/**
 * Sends records, and ends when its listeners have seen all that comes of them. Arguments: the
 * broker and a name that all topics and groups begin with.
 */
@EnableAutoConfiguration
@Configuration(proxyBeanMethods = false)
@Import({Listeners.class, Orders.class})
public class ShopApplication {
  private static final int RETRIES = 2;

  public static void main(String[] args) throws Exception {
    KamonLife.begin();
    SpringApplication application = new SpringApplication(ShopApplication.class);
    application.setWebApplicationType(WebApplicationType.NONE);
    try (ConfigurableApplicationContext context =
        application.run(
            "--spring.kafka.bootstrap-servers=" + args[0],
            "--spring.kafka.consumer.auto-offset-reset=earliest",
            "--spring.main.banner-mode=off",
            "--run=" + args[1])) {
      context.getBean(Orders.class).send();
      context.getBean(Listeners.class).awaitAll();
      System.out.println("LOADED BY " + Listeners.class.getClassLoader().getClass().getName());
    } finally {
      KamonLife.end();
    }
  }

  @Bean
  DefaultErrorHandler errorHandler(KafkaOperations<?, ?> template) {
    return new DefaultErrorHandler(
        new DeadLetterPublishingRecoverer(
            template,
            (record, failure) -> new TopicPartition(record.topic() + "-dead", record.partition())),
        new FixedBackOff(0, RETRIES));
  }
}
