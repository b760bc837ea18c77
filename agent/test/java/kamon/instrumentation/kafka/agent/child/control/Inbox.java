package kamon.instrumentation.kafka.agent.child.control;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Notes what has arrived: all records of the topic, with their headers. */
final class Inbox {
  private final Notes notes;

  Inbox(Notes notes) {
    this.notes = notes;
  }

  void read(String bootstrapServers, String topic) {
    notes.begin("received");
    Map<String, Object> settings = new HashMap<>();
    settings.put("bootstrap.servers", bootstrapServers);
    TopicPartition partition = new TopicPartition(topic, 0);
    try (KafkaConsumer<String, String> consumer =
        new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
      consumer.assign(Collections.singleton(partition));
      consumer.seekToBeginning(Collections.singleton(partition));
      long end = consumer.endOffsets(Collections.singleton(partition)).get(partition);
      while (consumer.position(partition) < end) {
        consumer.poll(Duration.ofMillis(100)).forEach(this::note);
      }
    }
  }

  private void note(ConsumerRecord<String, String> record) {
    List<String> headers = new ArrayList<>();
    for (Header header : record.headers()) {
      headers.add(header.key().equals("kctx") ? "kctx" : header.key() + "=" + text(header.value()));
    }
    notes.add("offset " + record.offset(), record.key() + "=" + record.value() + " " + headers);
  }

  private static String text(byte[] value) {
    return value == null ? null : new String(value, StandardCharsets.UTF_8);
  }
}
