package kamon.instrumentation.kafka.compat.deployments;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import kamon.instrumentation.kafka.compat.ClassPaths;
import kamon.instrumentation.kafka.compat.Jars;
import kamon.instrumentation.kafka.compat.SuiteRun;
import kamon.instrumentation.kafka.compat.Tables;
import kamon.instrumentation.kafka.testbed.BrokerExtension;
import kamon.instrumentation.kafka.testbed.KafkaBroker;
import kamon.instrumentation.kafka.testbed.ReportedSpan;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Spring Boot's executable jars with Spring Kafka, run with the agent's flag and nothing else. */
@ExtendWith(BrokerExtension.class)
public class SpringKafkaIT {

  private enum Boot {
    OLDEST("3.1", "spring-boot", "org.springframework.boot.loader.LaunchedURLClassLoader"),
    LAST_3("3.5", "spring-boot", LAUNCHED),
    NEWEST("4.1", "spring-boot-kafka", LAUNCHED);

    private final String version;
    private final String springKafka;
    private final String module; // that integrates Kafka
    private final String loader;

    Boot(String line, String module, String loader) {
      this.version = System.getProperty("spring-boot-" + line + ".version");
      this.springKafka = System.getProperty("spring-kafka-" + line + ".version");
      this.module = module;
      this.loader = loader;
    }

    @Override
    public String toString() {
      return "Spring Boot " + version + ", Spring Kafka " + springKafka;
    }

    List<Path> libraries(boolean ours) {
      List<String> coordinates = new ArrayList<>();
      coordinates.add("ch.qos.logback:logback-classic:" + System.getProperty("logback.version"));
      coordinates.add("org.springframework.boot:spring-boot-autoconfigure:" + version);
      coordinates.add("org.springframework.boot:" + module + ":" + version);
      coordinates.add("org.springframework.kafka:spring-kafka:" + springKafka);
      coordinates.add("io.kamon:kamon-core_2.13:" + System.getProperty("kamon.version"));
      List<Path> libraries = new ArrayList<>(List.of(Jars.TESTBED));
      if (ours) {
        libraries.add(Jars.LIBRARY);
      }
      libraries.addAll(ClassPaths.resolve(coordinates.toArray(String[]::new)));
      return libraries;
    }
  }

  private static final String LAUNCHED =
      "org.springframework.boot.loader.launch.LaunchedClassLoader";

  private final KafkaBroker broker;

  SpringKafkaIT(KafkaBroker broker) {
    this.broker = broker;
  }

  @BeforeAll
  static void clear() {
    Tables.SPRING.clear();
  }

  public static List<String> rows() {
    return Stream.of(Boot.values()).map(Boot::toString).toList();
  }

  /** With the library, and with the copy that the agent brings. */
  static Stream<Arguments> bootsOfThisRun() {
    Stream<Boot> boots = SuiteRun.isFull() ? Stream.of(Boot.values()) : Stream.of(Boot.NEWEST);
    return boots.flatMap(boot -> Stream.of(Arguments.of(boot, true), Arguments.of(boot, false)));
  }

  @ParameterizedTest
  @MethodSource("bootsOfThisRun")
  void listeners_retries_and_dead_letters_stay_in_the_trace_of_their_record(
      Boot boot, boolean library, @TempDir Path directory) throws IOException {
    String run = "shop-" + UUID.randomUUID();
    for (String topic : List.of("single", "batch", "failing", "failing-dead", "retried")) {
      broker.createTopic(run + "-" + topic, 1);
    }
    Program program =
        Program.of(ExecutableJar.pack(boot.version, boot.libraries(library), directory))
            .jvmArgs("-javaagent:" + Jars.AGENT)
            .jvmArgs("-Dorg.springframework.boot.logging.LoggingSystem=none")
            .run(broker.bootstrapServers(), run);
    assertThat(program.lines()).contains("LOADED BY " + boot.loader);
    assertThat(program.lines())
        .filteredOn(line -> line.startsWith("[kamon-kafka-agent]"))
        .hasSize(2)
        .anyMatch(line -> line.startsWith("[kamon-kafka-agent] INFO instruments kafka-clients "))
        .contains(
            "[kamon-kafka-agent] INFO instruments the listeners of spring-kafka "
                + boot.springKafka);
    assertThat(program.lines().stream().filter(line -> line.startsWith("SEEN ")))
        .hasSize(11)
        .allSatisfy(line -> assertThat(line).endsWith(": kctx 1, tenant acme"));
    // How many batches they come in is up to the broker.
    assertThat(program.spans())
        .filteredOn(SpringKafkaIT::isBatch)
        .extracting(span -> (long) span.tags().get("kafka.batch.size"))
        .satisfies(
            sizes -> assertThat(sizes.stream().mapToLong(Long::longValue).sum()).isEqualTo(3));
    List<ReportedSpan> ofRecords = program.spans().stream().filter(span -> !isBatch(span)).toList();
    // Before 3.2, Spring Kafka names retry topics after their delay.
    assertThat(SpanTree.of(ofRecords).replace(run + "-", "").replace("-retry-1000", "-retry"))
        .isEqualTo(
            """
            single
              producer.send single
                consumer.process single
            batch
              producer.send batch
                consumer.process batch
              producer.send batch
                consumer.process batch
              producer.send batch
                consumer.process batch
            failing
              producer.send failing
                consumer.process failing (failed)
                consumer.process failing (failed)
                consumer.process failing (failed)
                  producer.send failing-dead
                    consumer.process failing-dead
            retried
              producer.send retried
                consumer.process retried (failed)
                  producer.send retried-retry
                    consumer.process retried-retry (failed)
                      producer.send retried-dlt
                        consumer.process retried-dlt
            """);
    Tables.SPRING.write(boot.toString(), "yes", "yes", "yes", "yes", "yes");
  }

  private static boolean isBatch(ReportedSpan span) {
    return span.name().equals("consumer.process-batch");
  }
}
