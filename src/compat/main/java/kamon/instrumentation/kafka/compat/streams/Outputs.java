package kamon.instrumentation.kafka.compat.streams;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import kamon.context.Context;
import kamon.instrumentation.kafka.KafkaInstrumentation;
import kamon.tag.Lookups;
import kamon.trace.Span;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.PartitionInfo;
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

  void print() {
    Map<String, Object> settings = new HashMap<>();
    settings.put("bootstrap.servers", broker);
    settings.put("isolation.level", "read_committed");
    try (KafkaConsumer<String, String> consumer =
        new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
      List<TopicPartition> partitions = partitions(consumer);
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      while (partitions.stream().anyMatch(each -> consumer.position(each) < ends.get(each))) {
        consumer.poll(Duration.ofMillis(100)).forEach(this::print);
      }
    }
  }

  private List<TopicPartition> partitions(KafkaConsumer<?, ?> consumer) {
    List<TopicPartition> partitions = new ArrayList<>();
    for (List<PartitionInfo> infos : consumer.listTopics().values()) {
      for (PartitionInfo info : infos) {
        if (info.topic().startsWith(run) && isWritten(info.topic())) {
          partitions.add(new TopicPartition(info.topic(), info.partition()));
        }
      }
    }
    return partitions;
  }

  private static boolean isWritten(String topic) {
    return topic.endsWith("-out") || topic.endsWith("-changelog");
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
            + (span.isEmpty() ? "none" : span.trace().id().string()));
  }
}
