package kamon.instrumentation.kafka.reliability.concurrency;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import kamon.Kamon;
import kamon.instrumentation.kafka.KafkaInstrumentation;
import kamon.tag.Lookups;
import kamon.trace.Span;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Consumes in each thread that runs it, until all records are there. */
final class Consuming implements Runnable {
  private static final long LIMIT_NANOS = TimeUnit.MINUTES.toNanos(5);

  private final AtomicLong records = new AtomicLong();
  private final String broker;
  private final String topic;
  private final long expected;
  private final Wrong wrong;

  Consuming(String broker, String topic, long expected, Wrong wrong) {
    this.broker = broker;
    this.topic = topic;
    this.expected = expected;
    this.wrong = wrong;
  }

  long records() {
    return records.get();
  }

  @Override
  public void run() {
    try (KafkaConsumer<String, String> consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", broker, "group.id", topic, "auto.offset.reset", "earliest"),
            new StringDeserializer(),
            new StringDeserializer())) {
      consumer.subscribe(List.of(topic));
      long end = System.nanoTime() + LIMIT_NANOS;
      while (records.get() < expected && System.nanoTime() < end) {
        for (ConsumerRecord<String, String> record : consumer.poll(Duration.ofMillis(50))) {
          process(record);
          records.incrementAndGet();
        }
      }
    }
  }

  private void process(ConsumerRecord<String, String> record) {
    Span sent = KafkaInstrumentation.extractContext(record).get(Span.Key());
    String carried = sent.trace().id().string();
    KafkaInstrumentation.runWithConsumerSpan(
        record,
        () -> {
          String current = Kamon.currentSpan().trace().id().string();
          // Where none was carried, a trace starts.
          wrong.expect(carried.isEmpty() || current.equals(carried), "current trace");
          if (!record.value().equals(Sender.OF_ALL)) {
            String[] value = record.value().split(" ", -1);
            wrong.expectTrace(value[1], carried, "carried trace");
            String sender = Kamon.currentContext().getTag(Lookups.plain("sender"));
            wrong.expectTrace(value[0], sender == null ? "" : sender, "tag of the sender");
          }
        });
    wrong.expect(Kamon.currentContext().isEmpty(), "a context is left with the consumer");
  }
}
