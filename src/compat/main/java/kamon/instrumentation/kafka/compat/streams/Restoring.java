package kamon.instrumentation.kafka.compat.streams;

import java.util.Properties;
import java.util.concurrent.Future;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import kamon.instrumentation.kafka.compat.program.KamonLife;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StoreQueryParameters;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.apache.kafka.streams.kstream.Materialized;
import org.apache.kafka.streams.processor.StateRestoreListener;
import org.apache.kafka.streams.state.QueryableStoreTypes;
import org.apache.kafka.streams.state.Stores;

/**
 * Counts in two instances, each of which keeps what the other one counts, and then in a third one
 * that has to read all of it again. Arguments: the broker, a name for this run, and a directory.
 */
public final class Restoring {
  private static final String STORE = "counts";
  private static final int PARTITIONS = 2;
  private static final int RECORDS = 20;

  private final String[] args;
  private final AtomicLong restored = new AtomicLong();

  private Restoring(String[] args) {
    this.args = args;
  }

  public static void main(String[] args) {
    try {
      KamonLife.begin();
      new Restoring(args).run();
      KamonLife.awaitSpans();
      KamonLife.end();
    } catch (Throwable t) {
      t.printStackTrace();
      System.exit(1);
    }
    System.exit(0);
  }

  private void run() throws Exception {
    Properties settings = new Properties();
    settings.put("bootstrap.servers", args[0]);
    try (Producer<String, String> producer =
        new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer())) {
      try (KafkaStreams one = start("one");
          KafkaStreams other = start("other")) {
        awaitRunning(one);
        awaitRunning(other);
        for (int i = 0; i < RECORDS; i++) {
          send(producer, i % PARTITIONS);
        }
        SmallStreams.await("one has not all", () -> hasAll(one));
        SmallStreams.await("the other has not all", () -> hasAll(other));
        System.out.println("STANDBY both have all");
      }
      restored.set(0);
      try (KafkaStreams later = start("later")) {
        awaitRunning(later);
        System.out.println("RESTORED " + restored);
        send(producer, 0);
        SmallStreams.read(args[0], args[1] + "-out", RECORDS + 1).stream()
            .sorted()
            .forEach(count -> System.out.println("COUNT " + count));
      }
    }
  }

  private KafkaStreams start(String instance) {
    Properties settings = SmallStreams.settings(args[0], args[1], args[2] + "/" + instance);
    settings.put("num.standby.replicas", 1);
    KafkaStreams streams = new KafkaStreams(topology(), settings);
    streams.setGlobalStateRestoreListener(
        new StateRestoreListener() {
          @Override
          public void onRestoreStart(TopicPartition from, String store, long begin, long end) {}

          @Override
          public void onBatchRestored(TopicPartition from, String store, long end, long count) {}

          @Override
          public void onRestoreEnd(TopicPartition from, String store, long count) {
            restored.addAndGet(count);
          }
        });
    streams.start();
    return streams;
  }

  private Topology topology() {
    StreamsBuilder builder = new StreamsBuilder();
    builder.<String, String>stream(args[1] + "-in")
        .groupByKey()
        .count(
            Materialized.<String, Long>as(Stores.inMemoryKeyValueStore(STORE))
                .withKeySerde(Serdes.String())
                .withValueSerde(Serdes.Long()))
        .toStream()
        .mapValues(count -> Long.toString(count))
        .to(args[1] + "-out");
    return builder.build();
  }

  private void send(Producer<String, String> producer, int partition) {
    Future<RecordMetadata> unused =
        producer.send(new ProducerRecord<>(args[1] + "-in", partition, "key" + partition, "value"));
  }

  private static void awaitRunning(KafkaStreams streams) throws TimeoutException {
    SmallStreams.await("does not run", () -> streams.state() == KafkaStreams.State.RUNNING);
  }

  /** By itself, or for the other instance. */
  private static boolean hasAll(KafkaStreams streams) {
    try {
      for (int partition = 0; partition < PARTITIONS; partition++) {
        Long count =
            streams
                .store(
                    StoreQueryParameters.fromNameAndType(
                            STORE, QueryableStoreTypes.<String, Long>keyValueStore())
                        .enableStaleStores())
                .get("key" + partition);
        if (count == null || count != RECORDS / PARTITIONS) {
          return false;
        }
      }
      return true;
    } catch (InvalidStateStoreException e) {
      return false; // It is still moved.
    }
  }
}
