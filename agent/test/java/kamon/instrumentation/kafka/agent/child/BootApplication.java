package kamon.instrumentation.kafka.agent.child;

import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** {@link TracedApplication} as a bean of a Spring Boot application, without a web server. */
@Configuration(proxyBeanMethods = false)
public class BootApplication {

  public static void main(String[] args) {
    SpringApplication application = new SpringApplication(BootApplication.class);
    application.setWebApplicationType(WebApplicationType.NONE);
    try (ConfigurableApplicationContext context = application.run(args)) {
      System.out.println("loaded by " + context.getBean(Runner.class).loader());
    }
  }

  @Bean
  Runner runner(ApplicationArguments arguments) throws Exception {
    TracedApplication.main(arguments.getSourceArgs());
    return new Runner();
  }

  /** Stands for the work of the application. */
  static final class Runner {
    String loader() {
      return getClass().getClassLoader().getClass().getName();
    }
  }
}
