package kamon.instrumentation.kafka.compat.deployments;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import kamon.instrumentation.kafka.compat.forms.Language;
import kamon.instrumentation.kafka.testbed.BrokerExtension;
import kamon.instrumentation.kafka.testbed.KafkaBroker;
import kamon.instrumentation.kafka.testbed.ReportedSpan;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The path of docs/migrating.md: an application on Kamon's own module, before, with our library
 * beside the bundle, and with our agent in its place.
 */
@ExtendWith(BrokerExtension.class)
@Execution(ExecutionMode.CONCURRENT)
class MigrationIT {
  private static final String TREE =
      """
      POST /orders
        producer.send orders
          consumer.process orders
          invoice.create orders
          delivery orders
          order.check orders
          refund orders (failed)
      """;

  private static final List<String> CONSUMERS =
      List.of("consumer.process", "invoice.create", "delivery", "order.check", "refund");

  private final ScalaShop shop;

  MigrationIT(KafkaBroker broker, @TempDir Path directory) {
    shop = new ScalaShop(broker, directory);
  }

  @Test
  void application_of_kamons_documentation_goes_on_after_a_change_of_the_import() throws Exception {
    Program before = shop.before();
    Program beside = shop.besideTheBundle();
    assertThat(tree(before)).isEqualTo(TREE);
    assertThat(lines(before))
        .containsExactly(
            "SHOP 1 book in consumer.process",
            "SHOP invoice of 1 book for None", // the old module's contexts are empty
            "SHOP no money",
            "SHOP true");
    assertMigrated(beside);
    Map<String, Map<String, Object>> expected = tags(before);
    // The sender's service, which Kamon has of every span whose context says it: now theirs does.
    CONSUMERS.forEach(name -> expected.get(name).put("upstream.name", "compat"));
    assertThat(tags(beside)).isEqualTo(expected);
  }

  @ParameterizedTest
  @EnumSource(names = "SCALA_.*", mode = EnumSource.Mode.MATCH_ALL)
  void our_agent_takes_the_place_of_the_bundle(Language scala) throws Exception {
    Program after = shop.underOurAgent(scala);
    assertMigrated(after);
    assertThat(tags(after).get("invoice.create"))
        .containsEntry("kafka.client-id", "payments")
        .containsEntry("kafka.group-id", "payments")
        .containsKey("kafka.poll-time");
  }

  private static void assertMigrated(Program program) {
    assertThat(tree(program)).isEqualTo(TREE);
    assertThat(lines(program))
        .containsExactly(
            "SHOP 1 book in consumer.process",
            "SHOP invoice of 1 book for Some(acme)",
            "SHOP no money",
            "SHOP false");
  }

  private static List<String> lines(Program program) {
    return program.lines().stream().filter(line -> line.startsWith("SHOP ")).toList();
  }

  /** Tags by the span's name, but for those that are other ones in each run. */
  private static Map<String, Map<String, Object>> tags(Program program) {
    Map<String, Map<String, Object>> tags = new HashMap<>();
    for (ReportedSpan span : program.spans()) {
      Map<String, Object> all = new HashMap<>(span.tags());
      all.putAll(span.metricTags());
      all.remove("error.stacktrace");
      for (String own : List.of("kafka.topic", "kafka.timestamp", "kafka.poll-time")) {
        all.computeIfPresent(own, (name, value) -> "its own");
      }
      tags.put(span.name(), all);
    }
    return tags;
  }

  private static String tree(Program program) {
    return SpanTree.of(program.spans()).replaceAll("migration-[0-9a-f-]+", "orders");
  }
}
