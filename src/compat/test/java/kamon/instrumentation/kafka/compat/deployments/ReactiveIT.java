package kamon.instrumentation.kafka.compat.deployments;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import kamon.instrumentation.kafka.compat.ClassPaths;
import kamon.instrumentation.kafka.compat.Jars;
import kamon.instrumentation.kafka.compat.reactive.PekkoShop;
import kamon.instrumentation.kafka.compat.reactive.ReactorShop;
import kamon.instrumentation.kafka.testbed.BrokerExtension;
import kamon.instrumentation.kafka.testbed.KafkaBroker;
import kamon.instrumentation.kafka.testbed.ReportedSpan;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Libraries with record classes and threads of their own: one call, and all is in its trace. */
@ExtendWith(BrokerExtension.class)
class ReactiveIT {
  private static final String TRACE =
      """
      order
        producer.send orders
          invoice.create orders
            producer.send bills
      """;

  private final KafkaBroker broker;
  private final String run = "reactive-" + UUID.randomUUID();

  ReactiveIT(KafkaBroker broker) {
    this.broker = broker;
  }

  @Test
  void records_of_reactor_kafka_keep_the_facts_of_their_poll() {
    check(ReactorShop.class, "io.projectreactor.kafka:reactor-kafka:" + version("reactor-kafka"));
  }

  @Test
  void committing_sink_of_pekko_sends_in_the_trace_of_the_stage_that_made_the_record() {
    check(
        PekkoShop.class,
        "org.apache.pekko:pekko-connectors-kafka_2.13:" + version("pekko-connectors-kafka"));
  }

  private static String version(String artifact) {
    return System.getProperty(artifact + ".version");
  }

  private void check(Class<?> shop, String library) {
    broker.createTopic(run + "-orders", 1);
    broker.createTopic(run + "-bills", 1);
    Program program =
        Program.of(shop)
            .classPath(
                ClassPaths.resolve(
                    "ch.qos.logback:logback-classic:" + System.getProperty("logback.version"),
                    library,
                    "io.kamon:kamon-core_2.13:" + System.getProperty("kamon.version")))
            .jvmArgs(
                "-javaagent:" + Jars.AGENT,
                "-Dkamon.trace.hooks.pre-start.0=kamon.trace.Hooks$PreStart$FromContext",
                "-Dkamon.trace.hooks.pre-start.1=" + lifecycle("Started"),
                "-Dkamon.trace.hooks.pre-finish.0=" + lifecycle("Finished"))
            .run(broker.bootstrapServers(), run + "-orders", run + "-bills");
    assertThat(SpanTree.of(program.spans()).replace(run + "-", "")).isEqualTo(TRACE.repeat(3));
    List<ReportedSpan> processing =
        program.spans().stream().filter(span -> span.kind().equals("consumer")).toList();
    assertThat(processing)
        .hasSize(3)
        .allSatisfy(
            span ->
                assertThat(span.tags())
                    .containsEntry("kafka.group-id", run + "-orders")
                    .containsKeys("kafka.client-id", "kafka.poll-time"));
    Stream<String> billed = program.lines().stream().filter(line -> line.startsWith("BILLED "));
    assertThat(billed)
        .containsExactly(
            "BILLED order 0 for acme", "BILLED order 1 for acme", "BILLED order 2 for acme");
  }

  private static String lifecycle(String hook) {
    return "kamon.instrumentation.kafka.testbed.SpanLifecycle$" + hook;
  }
}
