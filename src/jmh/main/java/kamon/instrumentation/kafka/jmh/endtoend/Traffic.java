package kamon.instrumentation.kafka.jmh.endtoend;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import kamon.instrumentation.kafka.jmh.tools.Tool;
import kamon.instrumentation.kafka.jmh.tools.Tracer;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** An application's producer and consumer at full speed, with Kafka's default settings. */
final class Traffic implements AutoCloseable {
  private static final int BATCH = 100;

  private final Tool tool;
  private final Tracer tracer;
  private final Tracing tracing;
  private final String topic;
  private final byte[] value;
  private final Producer<String, byte[]> producer;
  private final Consumer<String, byte[]> consumer;

  Traffic(Tool tool, Tracing tracing, String servers, String topic, int recordSize) {
    this.tool = tool;
    this.tracer = Tracer.of(tool);
    this.tracing = tracing;
    this.topic = topic;
    value = new byte[recordSize];
    producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", servers),
            new StringSerializer(),
            new ByteArraySerializer());
    consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", servers, "auto.offset.reset", "earliest"),
            new StringDeserializer(),
            new ByteArrayDeserializer());
    consumer.assign(List.of(new TopicPartition(topic, 0)));
  }

  Tracer tracer() {
    return tracer;
  }

  /**
   * Sends records and waits until the last is acknowledged.
   *
   * @return for each record the nanoseconds from send to acknowledgement, sorted
   */
  long[] send(int records) {
    long[] latencies = new long[records];
    for (int batch = 0; batch * BATCH < records; batch++) {
      int first = batch * BATCH;
      int end = Math.min(records, first + BATCH);
      tracer.within(tracing.samples(batch), () -> send(first, end, latencies));
    }
    producer.flush();
    Arrays.sort(latencies);
    return latencies;
  }

  @SuppressWarnings("FutureReturnValueIgnored") // the callback tells
  private void send(int first, int end, long[] latencies) {
    for (int i = first; i < end; i++) {
      int index = i;
      long start = System.nanoTime();
      producer.send(
          new ProducerRecord<>(topic, "order-4711", value),
          (metadata, failure) -> {
            if (failure != null) {
              throw new IllegalStateException(failure);
            }
            latencies[index] = System.nanoTime() - start;
          });
    }
  }

  /** Polls and processes records until so many have come. */
  long consume(int records) {
    long bytes = 0;
    for (int count = 0; count < records; ) {
      for (ConsumerRecord<String, byte[]> record : consumer.poll(Duration.ofSeconds(1))) {
        bytes += tracer.process(record, () -> record.value().length);
        if (count++ == 0) {
          prove(record);
        }
      }
    }
    return bytes;
  }

  /** A tool that does nothing is fast. */
  private void prove(ConsumerRecord<?, ?> record) {
    boolean traced = tracer.carried(record.headers()) != null;
    if (traced != tool.traces()) {
      throw new AssertionError(
          tool + ": records come " + (traced ? "with" : "without") + " a span");
    }
  }

  @Override
  public void close() {
    producer.close();
    consumer.close();
  }
}
