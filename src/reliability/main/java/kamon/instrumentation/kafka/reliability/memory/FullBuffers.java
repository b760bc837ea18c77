package kamon.instrumentation.kafka.reliability.memory;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import kamon.instrumentation.kafka.reliability.faults.Parent;
import kamon.instrumentation.kafka.reliability.faults.Tracing;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Fills the buffers of producers with records of each size while the broker stands still, and
 * prints how many each takes and what they hold of the heap. An OutOfMemoryError ends the JVM.
 */
public final class FullBuffers {
  private static final int BUFFER = 2 << 20;
  private static final int NOISE = 4 << 10;

  private FullBuffers() {}

  /**
   * Ends the JVM, with status 0 when all buffers were filled.
   *
   * @param args bootstrap servers, mode, "short" or "long", topic, sizes of values
   */
  @SuppressWarnings("CatchAndPrintStackTrace") // the parent reads it
  public static void main(String[] args) {
    int status = 1;
    try {
      run(args[0], new Tracing(args[1]), args[3], List.of(args).subList(4, args.length));
      System.out.println("DONE");
      status = 0;
    } catch (Throwable t) {
      t.printStackTrace();
    } finally {
      System.exit(status);
    }
  }

  private static void run(String broker, Tracing tracing, String topic, List<String> sizes)
      throws Exception {
    List<Tracing.Sampled> all =
        tracing.isOn()
            ? List.of(Tracing.Sampled.YES, Tracing.Sampled.NO)
            : List.of(Tracing.Sampled.PERHAPS);
    Map<String, KafkaProducer<byte[], byte[]>> producers = new LinkedHashMap<>();
    for (String size : sizes) {
      for (Tracing.Sampled sampled : all) {
        KafkaProducer<byte[], byte[]> producer = producer(broker);
        know(producer, topic);
        producers.put(size + " " + sampled, producer);
      }
    }
    Parent parent = new Parent();
    parent.ask("freeze");
    for (Map.Entry<String, KafkaProducer<byte[], byte[]>> one : producers.entrySet()) {
      String[] words = one.getKey().split(" ", 2);
      measure(tracing, one, topic, Integer.parseInt(words[0]), Tracing.Sampled.valueOf(words[1]));
    }
    parent.ask("thaw");
  }

  /** So that it knows the topic before the broker stops. */
  private static void know(KafkaProducer<byte[], byte[]> producer, String topic)
      throws InterruptedException, ExecutionException {
    while (true) {
      try {
        producer.send(new ProducerRecord<>(topic, 0, null, new byte[1])).get();
        return;
      } catch (ExecutionException e) {
        if (!(e.getCause() instanceof TimeoutException)) {
          throw e;
        }
      }
    }
  }

  private static void measure(
      Tracing tracing,
      Map.Entry<String, KafkaProducer<byte[], byte[]>> one,
      String topic,
      int size,
      Tracing.Sampled sampled)
      throws Exception {
    byte[] value = new byte[size];
    AtomicBoolean full = new AtomicBoolean();
    AtomicLong ended = new AtomicLong();
    long before = settled();
    long sent = 0;
    while (!full.get()) {
      tracing.within(
          sampled,
          () ->
              one.getValue()
                  .send(
                      new ProducerRecord<>(topic, 0, null, value),
                      (metadata, failure) -> {
                        full.set(true);
                        ended.incrementAndGet();
                      }));
      sent++;
    }
    sent--;
    long held = used() - before;
    System.out.println("= " + one.getKey() + " records = " + sent);
    System.out.println("= " + one.getKey() + " bytes = " + held);
    one.getValue().close(Duration.ZERO);
    while (ended.get() <= sent) {
      Thread.onSpinWait();
    }
  }

  private static KafkaProducer<byte[], byte[]> producer(String broker) {
    return new KafkaProducer<>(
        Map.of(
            "bootstrap.servers", broker,
            "buffer.memory", BUFFER,
            "max.block.ms", 2_000,
            "request.timeout.ms", 300_000,
            "delivery.timeout.ms", 600_000),
        new ByteArraySerializer(),
        new ByteArraySerializer());
  }

  /** What is used once nothing of the producer that was measured before is on its way out. */
  private static long settled() {
    long last = used();
    int alike = 0;
    for (int i = 0; i < 50 && alike < 3; i++) {
      long now = used();
      alike = Math.abs(now - last) < NOISE ? alike + 1 : 0;
      last = now;
    }
    return last;
  }

  /** What is used after a collection. */
  private static long used() {
    Runtime runtime = Runtime.getRuntime();
    long used = Long.MAX_VALUE;
    for (int i = 0; i < 5; i++) {
      System.gc();
      used = Math.min(used, runtime.totalMemory() - runtime.freeMemory());
    }
    return used;
  }
}
