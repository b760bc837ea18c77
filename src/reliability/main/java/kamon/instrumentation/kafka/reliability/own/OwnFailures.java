package kamon.instrumentation.kafka.reliability.own;

import com.typesafe.config.ConfigFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import kamon.Kamon;
import kamon.context.Storage;
import kamon.instrumentation.kafka.testbed.SpanLifecycle;
import kamon.trace.Span;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.streams.KafkaStreams;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.core.env.MapPropertySource;

/**
 * Sends and consumes in each way, round by round, while the library fails as a plan says: lines of
 * "kind method method ...". Prints what it has seen in each round.
 */
public final class OwnFailures {
  private OwnFailures() {}

  public static void main(String[] args) throws Exception {
    String broker = args[0];
    String topic = args[1];
    List<String> plan = Files.readAllLines(Path.of(args[2]));
    Kamon.initWithoutAttaching(
        ConfigFactory.parseString(
                """
                kamon.trace.sampler = always
                kamon.trace.hooks {
                  pre-start = ["kamon.instrumentation.kafka.testbed.SpanLifecycle$Started"]
                  pre-finish = ["kamon.instrumentation.kafka.testbed.SpanLifecycle$Finished"]
                }
                """)
            .withFallback(ConfigFactory.load()));
    AnnotationConfigApplicationContext listeners = new AnnotationConfigApplicationContext();
    listeners
        .getEnvironment()
        .getPropertySources()
        .addFirst(new MapPropertySource("args", Map.of("broker", broker, "topic", topic)));
    listeners.register(Listeners.class);
    listeners.refresh();
    // Called when tasks are made, and never again.
    Faults.arm(List.of("StreamsEntry.watched"), "link");
    KafkaStreams streams = Topology.start(broker, topic, args[3]);
    KafkaShareConsumer<String, String> shared =
        new KafkaShareConsumer<>(
            Map.of("bootstrap.servers", broker, "group.id", topic + "-share"),
            new StringDeserializer(),
            new StringDeserializer());
    shared.subscribe(List.of(topic));
    Round rounds = new Round(broker, topic, shared);
    rounds.run(0);
    int number = 1;
    for (String line : plan) {
      List<String> words = List.of(line.split(" "));
      System.out.println("FAULT " + line);
      Faults.arm(words.subList(1, words.size()), words.get(0));
      rounds.run(number++);
    }
    List<String> all = new ArrayList<>();
    plan.forEach(line -> all.addAll(List.of(line.split(" "))));
    Faults.arm(List.of(), "");
    System.out.println("FAULT none");
    rounds.run(number++);
    System.out.println("HEADERS " + rounds.lastHeaders());
    Faults.arm(all, "exception");
    shared.close(Duration.ofSeconds(10));
    listeners.close();
    System.out.println("CLOSED " + streams.close(Duration.ofSeconds(20)));
    Faults.arm(List.of(), "");
    Map<String, Long> thrown = new HashMap<>();
    Faults.thrown().forEach((method, count) -> thrown.put(method, count.get()));
    thrown.forEach((method, count) -> System.out.println("THROWN " + method + " " + count));
    System.out.println("SPANS " + SpanLifecycle.started() + " " + SpanLifecycle.finished());
    System.out.println("done");
    System.exit(0);
  }

  /** As code within a request would send. */
  static Storage.Scope within(Span span) {
    return Kamon.storeContext(
        Kamon.currentContext().withTag("tenant", "acme").withEntry(Span.Key(), span));
  }
}
