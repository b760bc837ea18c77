package kamon.instrumentation.kafka.compat.streams;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import kamon.context.Context;
import kamon.instrumentation.kafka.KafkaInstrumentation;
import kamon.tag.Lookups;
import kamon.trace.Span;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Prints what is in the topics of a run, when nothing is written to them any more. */
final class Outputs {
  private final String broker;
  private final String run;

  Outputs(String broker, String run) {
    this.broker = broker;
    this.run = run;
  }

  void print() throws InterruptedException, ExecutionException {
    Map<String, Object> settings = new HashMap<>();
    settings.put("bootstrap.servers", broker);
    settings.put("isolation.level", "read_committed");
    try (KafkaConsumer<String, String> consumer =
        new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
      List<TopicPartition> partitions =
          partitions(Collections.singletonMap("bootstrap.servers", broker));
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      while (partitions.stream().anyMatch(each -> consumer.position(each) < ends.get(each))) {
        consumer.poll(Duration.ofMillis(100)).forEach(this::print);
      }
    }
  }

  /** By the names of all topics: those whose leader is not known for a moment are there, too. */
  private List<TopicPartition> partitions(Map<String, Object> settings)
      throws InterruptedException, ExecutionException {
    try (Admin admin = Admin.create(settings)) {
      return admin.listTopics().names().get().stream()
          .filter(topic -> topic.startsWith(run))
          .filter(topic -> topic.endsWith("-out") || topic.endsWith("-changelog"))
          .map(topic -> new TopicPartition(topic, 0))
          .collect(Collectors.toList());
    }
  }

  private void print(ConsumerRecord<String, String> record) {
    String topic = record.topic().substring(run.length() + 1);
    if (topic.endsWith("-changelog")) {
      Seen.print("CHANGELOG " + topic + " " + record.headers());
      return;
    }
    Header who = record.headers().lastHeader("who");
    Context context = KafkaInstrumentation.extractContext(record);
    Span span = context.get(Span.Key());
    Seen.print(
        "OUT "
            + topic.substring(0, topic.length() - "-out".length())
            + " "
            + record.key()
            + "="
            + record.value()
            + " "
            + (who == null ? "nobody" : new String(who.value(), StandardCharsets.UTF_8))
            + " "
            + context.getTag(Lookups.plain("tenant"))
            + " "
            + Seen.trace(span));
  }
}
