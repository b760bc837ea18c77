package kamon.instrumentation.kafka.jmh.endtoend;

import java.time.Duration;
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
final class Traffic implements AutoCloseable {
  private static final int BATCH = 100;
  // Of kctx, with a span and the name that Kamon gives to a service by default.
  private static final int HEADER_BYTES = 77;

  private final Tool tool;
  private final Tracer tracer;
  private final Tracing tracing;
  private final String topic;
  private final byte[] value;
  private final List<Header> headers;
  private final Producer<String, byte[]> producer;
  private final Consumer<String, byte[]> consumer;
  private long first;

  Traffic(Tool tool, Tracing tracing, String servers, String topic, int recordSize) {
    this.tool = tool;
    this.tracer = Tracer.of(tool);
    this.tracing = tracing;
    this.topic = topic;
    value = new byte[recordSize];
    headers =
        tool == Tool.HEADER_ONLY
            ? List.of(new RecordHeader("kctx", new byte[HEADER_BYTES]))
            : List.of();
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
          new ProducerRecord<>(topic, null, "order-4711", value, headers),
          (metadata, failure) -> {
            if (failure != null) {
              throw new IllegalStateException(failure);
            }
            latencies[index] = System.nanoTime() - start;
          });
    }
  }

  /** Polls records until so many have come, and looks at each. */
  long poll(int records) {
    return consume(records, record -> record.value().length);
  }

  /** Polls as many, and processes each within a span. */
  long process(int records) {
    return consume(records, record -> tracer.process(record, () -> record.value().length));
  }

  private long consume(int records, ToIntFunction<ConsumerRecord<String, byte[]>> action) {
    long bytes = 0;
    int count = 0;
    while (count < records) {
      ConsumerRecords<String, byte[]> polled = consumer.poll(Duration.ofSeconds(1));
      for (ConsumerRecord<String, byte[]> record : polled) {
        bytes += action.applyAsInt(record);
        if (count++ == 0) {
          prove(record);
          first = record.offset();
        }
      }
    }
    return bytes;
  }

  /** Goes back to where the last poll or process began. */
  void rewind() {
    consumer.seek(new TopicPartition(topic, 0), first);
  }

  /** A tool that does nothing is fast. */
  private void prove(ConsumerRecord<?, ?> record) {
    boolean traced = tracer.carried(record.headers()) != null;
    if (traced != tool.traces()) {
      throw new AssertionError(
          tool + ": records come " + (traced ? "with" : "without") + " a span");
    }
    if (tool == Tool.OURS) {
      int bytes = record.headers().lastHeader("kctx").value().length;
      if (bytes != HEADER_BYTES) {
        throw new AssertionError("kctx has " + bytes + " bytes instead of " + HEADER_BYTES);
      }
    }
  }

  @Override
  public void close() {
    producer.close();
    consumer.close();
  }
}
