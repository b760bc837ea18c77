package kamon.instrumentation.kafka.jmh.listeners;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import kamon.instrumentation.kafka.jmh.FigureLine;
import kamon.instrumentation.kafka.jmh.tools.Incoming;
import kamon.instrumentation.kafka.jmh.tools.Parent;
import kamon.instrumentation.kafka.jmh.tools.Proof;
import kamon.instrumentation.kafka.jmh.tools.SpanIds;
import kamon.instrumentation.kafka.jmh.tools.Tracer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.kafka.core.DefaultKafkaConsumerFactory;
import org.springframework.kafka.listener.ContainerProperties;
import org.springframework.kafka.listener.KafkaMessageListenerContainer;
import org.springframework.kafka.listener.MessageListener;

/**
 * Main class of a measured JVM: a listener container that gets records which carry a context, all
 * sampled or one in a hundred. Arguments: how it listens, bootstrap servers, topic, number of
 * records of each topic that come first and warm up, and of those that are measured.
 */
final class MeasuredListener {
  private static final OperatingSystemMXBean PROCESS =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
  private static final ThreadMXBean THREADS =
      ManagementFactory.getPlatformMXBean(ThreadMXBean.class);

  private final Listening listening;
  private final Tracer tracer;
  private final Map<String, Object> settings;
  private final String topic;
  private final int warmup;
  private final int records;

  private MeasuredListener(String[] args) {
    listening = Listening.valueOf(args[0]);
    tracer = Tracer.of(listening.tool());
    settings = Map.of("bootstrap.servers", args[1], "auto.offset.reset", "earliest");
    topic = args[2];
    warmup = Integer.parseInt(args[3]);
    records = Integer.parseInt(args[4]);
  }

  public static void main(String[] args) {
    try {
      new MeasuredListener(args).run();
      System.exit(0);
    } catch (Throwable t) {
      t.printStackTrace();
      System.exit(1);
    }
  }

  private void run() throws InterruptedException {
    if (listening.tool().traces()) {
      tracer.start(Parent.NONE_NEW_TRACE);
    }
    tracer.discardReports();
    for (String tracing : new String[] {"ONE_PERCENT", "ALL"}) {
      String name = topic + tracing;
      send(name, tracing.equals("ALL") ? 1 : 100);
      listen(name, tracing);
    }
  }

  /** Carrying a context of the tool, as from a service that is traced by it. */
  private void send(String name, int every) {
    try (Producer<String, byte[]> producer =
        new KafkaProducer<>(settings, new StringSerializer(), new ByteArraySerializer())) {
      for (int i = 0; i < warmup + records; i++) {
        boolean sampled = i % every == 0;
        RecordHeaders headers = new RecordHeaders();
        // Where nobody instruments the producer; others replace it with that of the span.
        tracer.carry(sampled ? Incoming.SAMPLED_CHILD : Incoming.UNSAMPLED, headers);
        ProducerRecord<String, byte[]> record =
            new ProducerRecord<>(name, 0, "order-4711", new byte[100], headers);
        tracer.within(sampled, () -> send(producer, record));
      }
      producer.flush();
    }
  }

  @SuppressWarnings("FutureReturnValueIgnored") // the callback tells
  private static void send(
      Producer<String, byte[]> producer, ProducerRecord<String, byte[]> record) {
    producer.send(
        record,
        (metadata, failure) -> {
          if (failure != null) {
            throw new IllegalStateException(failure);
          }
        });
  }

  private void listen(String name, String tracing) throws InterruptedException {
    Measuring measuring = new Measuring();
    ContainerProperties properties = new ContainerProperties(name);
    properties.setGroupId(name);
    properties.setMessageListener(measuring);
    properties.setObservationEnabled(listening == Listening.OBSERVATION);
    KafkaMessageListenerContainer<String, byte[]> container =
        new KafkaMessageListenerContainer<>(
            new DefaultKafkaConsumerFactory<>(
                settings, new StringDeserializer(), new ByteArrayDeserializer()),
            properties);
    try (GenericApplicationContext context = new GenericApplicationContext()) {
      if (listening == Listening.OBSERVATION) {
        Observation.register(context);
      }
      context.refresh();
      container.setApplicationContext(context);
      container.start();
      if (!measuring.done.await(5, TimeUnit.MINUTES)) {
        throw new IllegalStateException("Records are missing: " + measuring.seen);
      }
      container.stop();
    }
    FigureLine.print(
        Map.of(
            "listening", listening.name(),
            "tracing", tracing,
            "rate", records * 1_000_000_000L / measuring.nanos,
            "cpu", measuring.cpu / records,
            "bytes", measuring.bytes / records));
  }

  /** The listener; only Spring's one thread calls it. */
  private final class Measuring implements MessageListener<String, byte[]> {
    private final CountDownLatch done = new CountDownLatch(1);
    private volatile int seen;
    private long length;
    private long nanos;
    private long cpu;
    private long bytes;

    @Override
    public void onMessage(ConsumerRecord<String, byte[]> record) {
      if (listening == Listening.BY_HELPER) {
        tracer.process(record, () -> handle(record));
      } else {
        handle(record);
      }
    }

    private Object handle(ConsumerRecord<String, byte[]> record) {
      int count = seen + 1;
      seen = count;
      length += record.value().length;
      if (count == warmup) {
        prove(record);
        add(-1);
      } else if (count == warmup + records) {
        add(1);
        if (length < warmup + records) {
          throw new AssertionError("Records came without values");
        }
        done.countDown();
      }
      return record;
    }

    private void add(int sign) {
      nanos += sign * System.nanoTime();
      cpu += sign * PROCESS.getProcessCpuTime();
      bytes += sign * THREADS.getThreadAllocatedBytes(Thread.currentThread().getId());
    }

    private void prove(ConsumerRecord<?, ?> record) {
      SpanIds within = tracer.current();
      Incoming incoming = Incoming.SAMPLED_CHILD;
      Proof.processed(listening.tool(), incoming, tracer.carried(record.headers()), within);
    }
  }
}
