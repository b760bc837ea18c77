package kamon.instrumentation.kafka.reliability.churn;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import kamon.Kamon;
import kamon.instrumentation.kafka.reliability.Footprint;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Many producers at once, then Kamon that stops and starts while others send. Arguments: the
 * broker, a topic, how many producers, how many times Kamon stops.
 */
public final class CrowdMain {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final int SENDERS = 4;
  private static final String CROWD = "crowd";
  private static final String SENDER = "sender";

  private final Map<String, Object> settings;
  private final String topic;
  private final Started kamon = Started.begin();

  private CrowdMain(String servers, String topic) {
    // One record each: a buffer of 32 MB is not needed.
    settings = Map.of("bootstrap.servers", servers, "buffer.memory", 65536L);
    this.topic = topic;
  }

  public static void main(String[] args) {
    try {
      CrowdMain crowd = new CrowdMain(args[0], args[1]);
      crowd.atOnce(1);
      crowd.restarts(1); // what a stop and a start load, once
      crowd.kamon.forget();
      Footprint before = Footprint.settled(new Footprint(0, 0, 0, 0, 0), Duration.ofSeconds(3));
      before.print("before");
      crowd.atOnce(Integer.parseInt(args[2]));
      crowd.kamon.forget();
      Footprint.settled(before, LIMIT).print("after");
      crowd.restarts(Integer.parseInt(args[3]));
      crowd.kamon.forget();
      Footprint.settled(before, LIMIT).print("end");
      System.exit(0);
    } catch (Throwable t) {
      t.printStackTrace();
      System.exit(1);
    }
  }

  private Producer<String, String> producer() {
    return new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer());
  }

  private void atOnce(int count) throws Exception {
    List<Producer<String, String>> producers = new ArrayList<>();
    List<Future<RecordMetadata>> sent = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      producers.add(producer());
      sent.add(producers.get(i).send(new ProducerRecord<>(topic, CROWD + i, "value")));
    }
    for (Future<RecordMetadata> one : sent) {
      one.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
    }
    Started.await(() -> kamon.count(CROWD) >= count, LIMIT);
    if (count > 1) {
      Footprint.print("open spans", kamon.count(CROWD));
      Footprint.now().print("open");
    }
    producers.forEach(one -> one.close(LIMIT));
  }

  /** Each sender sends and waits, over and over; after each start its next sends are reported. */
  private void restarts(int times) throws Exception {
    AtomicBoolean ends = new AtomicBoolean();
    AtomicLong acknowledged = new AtomicLong();
    AtomicLong begun = new AtomicLong();
    AtomicReference<Throwable> failure = new AtomicReference<>();
    List<Thread> senders = new ArrayList<>();
    for (int i = 0; i < SENDERS; i++) {
      String name = SENDER + i + "-";
      Runnable work = () -> send(name, ends, begun, acknowledged, failure);
      Thread sender = new Thread(work, name);
      sender.start();
      senders.add(sender);
    }
    int traced = 0;
    int measured = 0;
    for (int i = 0; i < times; i++) {
      long before = acknowledged.get();
      Started.await(() -> acknowledged.get() > before + SENDERS && isMeasured(), LIMIT);
      scala.concurrent.Future<?> stopped = Kamon.stop();
      Started.await(stopped::isCompleted, LIMIT);
      long off = acknowledged.get();
      Started.await(() -> acknowledged.get() > off + SENDERS, LIMIT);
      kamon.again();
      kamon.forget();
      traced += Started.await(() -> kamon.count(SENDER) > 2 * SENDERS, LIMIT) ? 1 : 0;
      measured += Started.await(CrowdMain::isMeasured, LIMIT) ? 1 : 0;
    }
    ends.set(true);
    for (Thread sender : senders) {
      sender.join(LIMIT.toMillis());
    }
    if (failure.get() != null) {
      throw new IllegalStateException("A send has failed", failure.get());
    }
    Footprint.print("begun", begun.get());
    Footprint.print("acknowledged", acknowledged.get());
    Footprint.print("restarts traced", traced);
    Footprint.print("restarts measured", measured);
  }

  /** Whether clients are read, to the end of a round: that adds the entry of the status page. */
  private static boolean isMeasured() {
    return Footprint.countSeries() > SENDERS
        && Kamon.status()
            .moduleRegistry()
            .modules()
            .exists(module -> module.name().equals("Apache Kafka"));
  }

  private void send(
      String name,
      AtomicBoolean ends,
      AtomicLong begun,
      AtomicLong acknowledged,
      AtomicReference<Throwable> failure) {
    try (Producer<String, String> producer = producer()) {
      for (int i = 0; !ends.get(); i++) {
        begun.incrementAndGet();
        producer
            .send(new ProducerRecord<>(topic, name + i, "value"))
            .get(LIMIT.toSeconds(), TimeUnit.SECONDS);
        acknowledged.incrementAndGet();
      }
    } catch (Throwable t) {
      failure.compareAndSet(null, t);
    }
  }
}
