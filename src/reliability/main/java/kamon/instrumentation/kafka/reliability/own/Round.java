package kamon.instrumentation.kafka.reliability.own;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import kamon.Kamon;
import kamon.context.Storage;
import kamon.trace.Span;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Three records, sent by a producer of their own, and all who consume them. */
final class Round {
  private static final int RECORDS = 3;
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private final String broker;
  private final String topic;
  private final KafkaShareConsumer<String, String> shared;
  private List<String> lastHeaders = List.of();

  Round(String broker, String topic, KafkaShareConsumer<String, String> shared) {
    this.broker = broker;
    this.topic = topic;
    this.shared = shared;
  }

  /** All header names of the last round, ours included. */
  List<String> lastHeaders() {
    return lastHeaders;
  }

  void run(int number) throws Exception {
    System.out.println("ROUND " + number);
    send(number);
    consume(number);
    share(number);
    print("listener", Seen.await("listener", number, RECORDS + 1));
    print("batch listener", Seen.await("batch listener", number, RECORDS));
    print("counts", sorted(Seen.await("counts", number + 1, RECORDS)));
    System.out.println("END " + number);
  }

  private static List<String> sorted(List<String> values) {
    return values.stream().sorted().toList();
  }

  private static void print(String what, Object seen) {
    System.out.println("| " + what + ": " + seen);
  }

  /** Adds a header, as those for JSON do, and throws at one value. */
  private static final class Values implements Serializer<String> {
    private final StringSerializer text = new StringSerializer();

    @Override
    public byte[] serialize(String to, String value) {
      return text.serialize(to, value);
    }

    @Override
    public byte[] serialize(String to, Headers headers, String value) {
      if (value.endsWith("bad")) {
        throw new IllegalArgumentException("bad value");
      }
      headers.add("by-serializer", new byte[] {1});
      return serialize(to, value);
    }
  }

  private void send(int number) throws InterruptedException {
    List<String> callbacks = Collections.synchronizedList(new ArrayList<>());
    List<Future<RecordMetadata>> sent = new ArrayList<>();
    Span span = Kamon.spanBuilder("request").start();
    KafkaProducer<String, String> producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", broker, "linger.ms", 5),
            new StringSerializer(),
            new Values());
    Storage.Scope scope = OwnFailures.within(span);
    try {
      for (String key : List.of("k0", "k1", "k2", "bad")) {
        ProducerRecord<String, String> record =
            new ProducerRecord<>(topic, 0, key, number + "-" + key);
        record.headers().add("mine", new byte[] {2});
        try {
          sent.add(
              producer.send(
                  record,
                  (metadata, failure) ->
                      callbacks.add(key + (failure == null ? " sent" : " " + failure))));
        } catch (RuntimeException e) {
          print("thrown", e);
        }
        print("caller's headers", names(record.headers()));
      }
    } finally {
      scope.close();
    }
    producer.close();
    span.finish();
    print("callbacks", callbacks);
    print("done", sent.stream().map(Future::isDone).toList());
  }

  private void consume(int number) {
    List<ConsumerRecord<String, String>> seen = all(topic, number);
    lastHeaders = seen.stream().flatMap(r -> names(r.headers()).stream()).toList();
    for (ConsumerRecord<String, String> record : seen) {
      print(
          "consumer",
          record.key()
              + " "
              + names(record.headers()).stream().filter(name -> !name.equals("kctx")).toList());
    }
    List<String> out = all(topic + "-out", number).stream().map(ConsumerRecord::key).toList();
    print("streams", out);
  }

  /** Those of this round, by a consumer of their own. */
  private List<ConsumerRecord<String, String>> all(String from, int number) {
    List<ConsumerRecord<String, String>> found = new ArrayList<>();
    try (KafkaConsumer<String, String> consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", broker, "enable.auto.commit", false),
            new StringDeserializer(),
            new StringDeserializer())) {
      TopicPartition partition = new TopicPartition(from, 0);
      consumer.assign(List.of(partition));
      consumer.seek(partition, (long) number * RECORDS);
      long end = System.nanoTime() + LIMIT.toNanos();
      while (found.size() < RECORDS && System.nanoTime() < end) {
        consumer.poll(Duration.ofMillis(100)).records(partition).forEach(found::add);
      }
    }
    return found;
  }

  private void share(int number) {
    List<String> seen = new ArrayList<>();
    long end = System.nanoTime() + LIMIT.toNanos();
    while (seen.size() < RECORDS && System.nanoTime() < end) {
      shared.poll(Duration.ofMillis(100)).forEach(record -> seen.add(record.value()));
    }
    print(
        "share consumer",
        sorted(seen.stream().map(value -> value.replace(number + "-", "")).toList()));
  }

  private static List<String> names(Headers headers) {
    Stream<Header> all = Arrays.stream(headers.toArray());
    return all.map(Header::key).toList();
  }
}
