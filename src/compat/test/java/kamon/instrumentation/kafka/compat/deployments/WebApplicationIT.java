package kamon.instrumentation.kafka.compat.deployments;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import kamon.instrumentation.kafka.compat.ClassPaths;
import kamon.instrumentation.kafka.compat.Jars;
import kamon.instrumentation.kafka.compat.Tables;
import kamon.instrumentation.kafka.compat.servlet.Redeployments;
import kamon.instrumentation.kafka.testbed.BrokerExtension;
import kamon.instrumentation.kafka.testbed.KafkaBroker;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A web application that brings Kafka, Kamon and the library, in a Tomcat under the agent. */
@ExtendWith(BrokerExtension.class)
public class WebApplicationIT {
  private static final int DEPLOYMENTS = 5;

  private final KafkaBroker broker;

  WebApplicationIT(KafkaBroker broker) {
    this.broker = broker;
  }

  @BeforeAll
  static void clear() {
    Tables.WEB_APPLICATIONS.clear();
  }

  public static List<String> rows() {
    return List.of("Tomcat " + System.getProperty("tomcat.version"));
  }

  /** With the library, and with the copy that the agent brings. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void redeployments_are_traced_and_leak_no_class_loader(boolean library, @TempDir Path directory)
      throws IOException {
    String topic = "orders-" + UUID.randomUUID();
    broker.createTopic(topic, 1);
    Path war = directory.resolve("orders.war");
    WebArchive.write(
        war,
        library ? List.of(Jars.LIBRARY, Jars.TESTBED) : List.of(Jars.TESTBED),
        ClassPaths.resolve(
            "ch.qos.logback:logback-classic:" + System.getProperty("logback.version"),
            "org.apache.kafka:kafka-clients:" + System.getProperty("kafka.version"),
            "io.kamon:kamon-core_2.13:" + System.getProperty("kamon.version")));
    Program program =
        Program.of(Redeployments.class)
            .container(
                ClassPaths.resolve(
                    "org.apache.tomcat.embed:tomcat-embed-core:"
                        + System.getProperty("tomcat.version")))
            .jvmArgs("-javaagent:" + Jars.AGENT)
            .run(
                war.toString(),
                Files.createDirectories(directory.resolve("tomcat").resolve("webapps"))
                    .getParent()
                    .toString(),
                Integer.toString(DEPLOYMENTS),
                "broker=" + broker.bootstrapServers() + "&topic=" + topic);
    assertThat(program.lines())
        .filteredOn(line -> line.startsWith("ANSWER "))
        .hasSize(DEPLOYMENTS)
        .containsOnly("ANSWER 200 1");
    assertThat(SpanTree.of(program.spans()))
        .isEqualTo(
            """
            request
              producer.send %s
                consumer.process %s
            """
                .formatted(topic, topic)
                .repeat(DEPLOYMENTS));
    assertThat(program.lines()).contains("LOADERS LEFT 0");
    Tables.WEB_APPLICATIONS.write(rows().get(0), "yes", "yes");
  }
}
