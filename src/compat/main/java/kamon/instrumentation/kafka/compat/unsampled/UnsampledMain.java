package kamon.instrumentation.kafka.compat.unsampled;

import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import kamon.context.Context;
import kamon.instrumentation.kafka.KafkaInstrumentation;
import kamon.instrumentation.kafka.compat.program.KamonLife;
import kamon.trace.Span;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;

/**
 * Runs all scenarios and prints what Kamon's metrics have of each, and what the headers have of
 * those that send. Arguments: broker, topic.
 */
public final class UnsampledMain {
  private UnsampledMain() {}

  public static void main(String[] args) throws Exception {
    try {
      KamonLife.begin();
      Map<String, Scenario> all = new LinkedHashMap<>();
      ConsumerScenarios.addTo(all);
      ContextScenarios.addTo(all);
      ProducerScenarios producer = new ProducerScenarios(args[0], args[1]);
      producer.addTo(all);
      for (Map.Entry<String, Scenario> each : all.entrySet()) {
        run(each.getKey(), each.getValue());
      }
      producer.close();
      printHeaders(args[0], args[1]);
      KamonLife.end();
    } catch (Throwable t) {
      t.printStackTrace();
      System.exit(1);
    }
    System.exit(0);
  }

  private static void run(String name, Scenario scenario) throws Exception {
    Map<String, Long> before = SpanSeries.counts();
    scenario.run();
    Map<String, Long> added = new TreeMap<>(SpanSeries.counts());
    before.forEach((series, count) -> added.merge(series, -count, Long::sum));
    added.values().removeIf(count -> count == 0);
    print("METRICS " + name + " " + added);
  }

  @SuppressWarnings("deprecation") // poll(Duration) is there from 2.0 on
  private static void printHeaders(String broker, String topic) {
    Map<String, Object> settings = new HashMap<>();
    settings.put("bootstrap.servers", broker);
    StringDeserializer strings = new StringDeserializer();
    try (KafkaConsumer<String, String> consumer = new KafkaConsumer<>(settings, strings, strings)) {
      TopicPartition partition = new TopicPartition(topic, 0);
      consumer.assign(Collections.singletonList(partition));
      consumer.seekToBeginning(Collections.singletonList(partition));
      long end = consumer.endOffsets(Collections.singletonList(partition)).get(partition);
      while (consumer.position(partition) < end) {
        for (ConsumerRecord<String, String> record :
            consumer.poll(java.time.Duration.ofSeconds(1))) {
          Context context = KafkaInstrumentation.extractContext(record);
          Span span = context.get(Span.Key());
          print(
              "HEADER "
                  + record.key()
                  + " "
                  + TagText.of(context.tags())
                  + " trace "
                  + span.trace().id().string()
                  + " id "
                  + span.id().string()
                  + " parent "
                  + span.parentId().string()
                  + " "
                  + span.trace().samplingDecision());
        }
      }
    }
  }

  static void print(String line) {
    synchronized (System.out) {
      System.out.println(line);
    }
  }
}
