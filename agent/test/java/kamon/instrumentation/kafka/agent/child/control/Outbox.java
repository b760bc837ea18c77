package kamon.instrumentation.kafka.agent.child.control;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.header.Headers;

/** Makes producers, sends with them, and notes all that can be seen of a record. */
final class Outbox {
  final Notes notes;
  final String topic;
  private final String bootstrapServers;

  Outbox(String bootstrapServers, String topic) {
    this.bootstrapServers = bootstrapServers;
    this.topic = topic;
    this.notes = new Notes(topic);
  }

  /** Settings with an interceptor that only looks, unless more of them say otherwise. */
  Map<String, Object> settings(Object... more) {
    Map<String, Object> settings = new HashMap<>();
    settings.put("bootstrap.servers", bootstrapServers);
    settings.put("client.id", "control");
    settings.put("interceptor.classes", Spy.class.getName());
    settings.put(Spy.NOTES, notes);
    for (int i = 0; i < more.length; i += 2) {
      settings.put((String) more[i], more[i + 1]);
    }
    return settings;
  }

  KafkaProducer<Object, Object> producer(Text values, Object... settings) {
    return new KafkaProducer<>(settings(settings), Text.plain(), values);
  }

  ProducerRecord<Object, Object> record(Object value) {
    ProducerRecord<Object, Object> record = new ProducerRecord<>(topic, "key", value);
    record.headers().add("mine", Text.bytes("1"));
    return record;
  }

  /** Sends, waits, and notes. */
  void send(KafkaProducer<Object, Object> producer, ProducerRecord<Object, Object> record) {
    Headers headers = record.headers();
    String returned;
    try {
      Future<RecordMetadata> sent =
          producer.send(
              record,
              (metadata, failure) ->
                  notes.add("callback", metadata + ", " + failure + ", " + Notes.of(record)));
      returned = Notes.of(record);
      notes.add("result", result(sent));
    } catch (RuntimeException e) {
      returned = Notes.of(record);
      notes.add("thrown", Notes.of(e));
    }
    notes.add("after send", returned);
    notes.add("in the end", Notes.of(record) + ", same headers " + (headers == record.headers()));
  }

  static String result(Future<RecordMetadata> sent) {
    try {
      RecordMetadata metadata = sent.get();
      return metadata
          + " of "
          + metadata.serializedKeySize()
          + " and "
          + metadata.serializedValueSize()
          + " bytes";
    } catch (ExecutionException | InterruptedException e) {
      return Notes.of(e);
    }
  }
}
