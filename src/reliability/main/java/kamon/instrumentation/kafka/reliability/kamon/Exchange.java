package kamon.instrumentation.kafka.reliability.kamon;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import kamon.Kamon;
import kamon.context.Context;
import kamon.context.Storage;
import kamon.trace.Span;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Sends and consumes some records, and says what the application has seen of it. */
final class Exchange implements AutoCloseable {
  private static final int RECORDS = 8;
  private static final long LIMIT_SECONDS = 30;

  private final String topic;
  private final Helper helper;
  private final KafkaProducer<String, String> producer;
  private final KafkaConsumer<String, String> consumer;
  private final List<String> seen = Collections.synchronizedList(new ArrayList<>());

  Exchange(String broker, String topic, Helper helper) {
    this.topic = topic;
    this.helper = helper;
    producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", broker), new StringSerializer(), new Values());
    consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", broker, "enable.auto.commit", false),
            new StringDeserializer(),
            new StringDeserializer());
    TopicPartition partition = new TopicPartition(topic, 0);
    consumer.assign(List.of(partition));
    consumer.seekToBeginning(List.of(partition));
  }

  private static final class Values extends StringSerializer {
    @Override
    public byte[] serialize(String to, Headers headers, String value) {
      if (value.equals("bad")) {
        throw new IllegalArgumentException("bad value");
      }
      return super.serialize(to, headers, value);
    }
  }

  /** In a context, which may not be possible. */
  String run(Context context) throws Exception {
    seen.clear();
    Storage.Scope scope = enter(context);
    try {
      send();
    } finally {
      leave(scope);
    }
    consume();
    return seen.toString();
  }

  /** A send whose record {@link #run} does not look at. */
  Future<RecordMetadata> sendAside() {
    return producer.send(new ProducerRecord<>(topic, 1, "aside", "v"));
  }

  private static Storage.Scope enter(Context context) {
    try {
      Span span = Kamon.spanBuilder("request").context(Context.Empty()).start();
      try {
        return Kamon.storeContext(context.withEntry(Span.Key(), span));
      } finally {
        span.finish();
      }
    } catch (Throwable t) {
      return null; // of Kamon's, in the application's own call
    }
  }

  private static void leave(Storage.Scope scope) {
    try {
      if (scope != null) {
        scope.close();
      }
    } catch (Throwable t) {
      seeNothing();
    }
  }

  private static void seeNothing() {}

  private void send() throws Exception {
    List<Future<RecordMetadata>> sent = new ArrayList<>();
    List<String> callbacks = Collections.synchronizedList(new ArrayList<>());
    for (int i = 0; i < RECORDS; i++) {
      String key = "k" + i;
      sent.add(
          producer.send(
              new ProducerRecord<>(topic, 0, key, "v" + i),
              (metadata, failure) -> callbacks.add(key + ":" + failure)));
    }
    try {
      Future<?> unused =
          producer.send(
              new ProducerRecord<>(topic, 0, "bad", "bad"), (m, failure) -> callbacks.add("no"));
    } catch (RuntimeException e) {
      seen.add("thrown " + e);
    }
    long first = -1;
    for (Future<RecordMetadata> future : sent) {
      long offset = future.get(LIMIT_SECONDS, TimeUnit.SECONDS).offset();
      first = first < 0 ? offset : first;
      seen.add("at " + (offset - first));
    }
    seen.add("callbacks " + callbacks);
  }

  private void consume() throws Exception {
    List<ConsumerRecord<String, String>> records = new ArrayList<>();
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
    while (records.size() < RECORDS && System.nanoTime() < end) {
      consumer.poll(Duration.ofMillis(200)).forEach(records::add);
    }
    for (ConsumerRecord<String, String> record : records) {
      seen.add("called " + helper.call(record, () -> record.key() + "=" + record.value()));
    }
    ConsumerRecord<String, String> first = records.get(0);
    helper.run(first, () -> seen.add("run"));
    IllegalStateException failure = new IllegalStateException("of the action");
    try {
      helper.run(
          first,
          () -> {
            throw failure;
          });
    } catch (IllegalStateException e) {
      seen.add("same failure " + (e == failure));
    }
    helper.batch(records, () -> seen.add("batch of " + records.size()));
    later(first);
    helper.others(first, records);
  }

  private void later(ConsumerRecord<String, String> record) throws Exception {
    CompletableFuture<String> done = new CompletableFuture<>();
    CompletableFuture<String> failed = new CompletableFuture<>();
    seen.add("same stage " + (helper.async(record, () -> done) == done));
    seen.add("same stage " + (helper.async(record, () -> failed) == failed));
    done.complete("done");
    failed.completeExceptionally(new IllegalStateException("late"));
    seen.add("stages " + done.get());
    try {
      failed.get();
    } catch (ExecutionException e) {
      seen.add(e.getCause().toString());
    }
  }

  @Override
  public void close() {
    producer.close();
    consumer.close();
  }
}
