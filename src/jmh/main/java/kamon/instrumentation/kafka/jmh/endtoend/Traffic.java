package kamon.instrumentation.kafka.jmh.endtoend;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;
import kamon.instrumentation.kafka.jmh.tools.Tool;
import kamon.instrumentation.kafka.jmh.tools.Tracer;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * An application's producer and consumer at full speed, with Kafka's default settings: the loops of
 * Kafka's own performance tools, and one that processes records within consumer spans.
 */
final class Traffic {
  private static final int BATCH = 100;
  // Of kctx, with a span and the name that Kamon gives to a service by default.
  private static final int HEADER_BYTES = 77;

  private final Tool tool;
  private final Tracer tracer;
  private final TopicPartition partition;
  private final List<Header> headers = new ArrayList<>();
  private final Producer<String, byte[]> producer;
  private final Consumer<String, byte[]> consumer;
  private ConsumerRecords<String, byte[]> ready = ConsumerRecords.empty();
  private long sent;
  private long first;

  Traffic(Tool tool, String servers, String topic) {
    this.tool = tool;
    this.tracer = Tracer.of(tool);
    this.partition = new TopicPartition(topic, 0);
    if (tool == Tool.HEADER_ONLY) {
      headers.add(new RecordHeader("kctx", new byte[HEADER_BYTES]));
    }
    Map<String, Object> settings = Map.of("bootstrap.servers", servers);
    producer = new KafkaProducer<>(settings, new StringSerializer(), new ByteArraySerializer());
    consumer = new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer());
    consumer.assign(List.of(partition));
  }

  Tracer tracer() {
    return tracer;
  }

  /**
   * Sends records and waits until the last is acknowledged.
   *
   * @param latencies gets for each record the nanoseconds from send to acknowledgement, sorted
   */
  void send(Tracing tracing, int size, long[] latencies) {
    byte[] value = new byte[size];
    for (int batch = 0; batch * BATCH < latencies.length; batch++) {
      int begin = batch * BATCH;
      int end = Math.min(latencies.length, begin + BATCH);
      tracer.within(tracing.samples(batch), () -> send(value, begin, end, latencies));
    }
    producer.flush();
    first = sent;
    sent += latencies.length;
    Arrays.sort(latencies);
  }

  @SuppressWarnings("FutureReturnValueIgnored") // the callback tells
  private void send(byte[] value, int begin, int end, long[] latencies) {
    for (int i = begin; i < end; i++) {
      int index = i;
      long start = System.nanoTime();
      tracer.send(
          producer,
          new ProducerRecord<>(partition.topic(), null, "order-4711", value, headers),
          (metadata, failure) -> {
            if (failure != null) {
              throw new IllegalStateException(failure);
            }
            latencies[index] = System.nanoTime() - start;
          });
    }
  }

  /** How many requests the producer has sent to the broker. */
  double requests() {
    return producer.metrics().entrySet().stream()
        .filter(metric -> metric.getKey().group().equals("producer-metrics"))
        .filter(metric -> metric.getKey().name().equals("request-total"))
        .mapToDouble(metric -> (double) metric.getValue().metricValue())
        .sum();
  }

  /** Goes to the first record of the last send, and waits until the broker has answered. */
  void rewind() {
    consumer.seek(partition, first);
    do {
      ready = consumer.poll(Duration.ofSeconds(1));
    } while (ready.isEmpty());
    prove(ready.iterator().next());
  }

  /** Polls so many records, and looks at each. */
  void poll(int records) {
    consume(records, record -> record.value().length);
  }

  /** Polls so many records, and processes each within a span. */
  void process(int records) {
    consume(records, record -> tracer.process(record, () -> record.value().length));
  }

  private void consume(int records, ToIntFunction<ConsumerRecord<String, byte[]>> action) {
    long bytes = 0;
    for (int count = 0; count < records; count += ready.count()) {
      if (count > 0) {
        ready = consumer.poll(Duration.ofSeconds(1));
      }
      for (ConsumerRecord<String, byte[]> record : ready) {
        bytes += action.applyAsInt(record);
      }
    }
    if (bytes < records) {
      throw new AssertionError(records + " records came with " + bytes + " bytes");
    }
  }

  /** A tool that does nothing is fast. */
  private void prove(ConsumerRecord<?, ?> record) {
    boolean traced = tracer.carried(record.headers()) != null;
    Header kctx = record.headers().lastHeader("kctx");
    boolean sized = kctx == null || tool == Tool.KAMON || kctx.value().length == HEADER_BYTES;
    if (record.offset() != first || traced != tool.traces() || !sized) {
      throw new AssertionError(tool + ": not what offset " + first + " should have: " + record);
    }
  }
}
