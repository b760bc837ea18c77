package kamon.instrumentation.kafka.compat.streams;

import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.stream.StreamSupport;
import kamon.Kamon;
import kamon.context.Storage;
import kamon.instrumentation.kafka.KafkaInstrumentation;
import kamon.instrumentation.kafka.compat.program.KamonLife;
import kamon.trace.Span;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.kstream.Materialized;
import org.apache.kafka.streams.state.Stores;

/**
 * Counts words exactly once, by way of a repartition topic and a changelog, and prints each count
 * as it arrives. Arguments: the broker, a name for this run, a directory for state, and the name
 * that the release has for that guarantee.
 */
public final class WordCounts {
  private static final List<String> LINES = Arrays.asList("b a", "a c", "c a b");
  private static final int WORDS = 7;

  private final String broker;
  private final String run;
  private final String directory;
  private final String exactlyOnce;

  private WordCounts(String broker, String run, String directory, String exactlyOnce) {
    this.broker = broker;
    this.run = run;
    this.directory = directory;
    this.exactlyOnce = exactlyOnce;
  }

  public static void main(String[] args) throws Exception {
    KamonLife.begin();
    try {
      new WordCounts(args[0], args[1], args[2], args[3]).count();
    } finally {
      KamonLife.end();
    }
  }

  private void count() throws InterruptedException, ExecutionException {
    try (KafkaStreams streams = new KafkaStreams(topology(), settings())) {
      streams.start();
      sendLines();
      printCounts();
      printLogged();
    }
  }

  private Topology topology() {
    StreamsBuilder builder = new StreamsBuilder();
    builder.<String, String>stream(run + "-lines")
        .flatMapValues(line -> Arrays.asList(line.split(" ", -1)))
        .groupBy((key, word) -> word)
        .count(
            Materialized.<String, Long>as(Stores.inMemoryKeyValueStore("counts"))
                .withKeySerde(Serdes.String())
                .withValueSerde(Serdes.Long()))
        .toStream()
        .mapValues(count -> Long.toString(count))
        .to(run + "-counts");
    return builder.build();
  }

  private Properties settings() {
    Properties settings = new Properties();
    settings.put(StreamsConfig.APPLICATION_ID_CONFIG, run);
    settings.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, broker);
    settings.put(StreamsConfig.STATE_DIR_CONFIG, directory);
    settings.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, exactlyOnce);
    for (String cache : new String[] {"statestore.cache.max.bytes", "cache.max.bytes.buffering"}) {
      settings.put(cache, 0); // each count, not the last; under its name of now and that of 2.8
    }
    settings.put(StreamsConfig.DEFAULT_KEY_SERDE_CLASS_CONFIG, Serdes.StringSerde.class);
    settings.put(StreamsConfig.DEFAULT_VALUE_SERDE_CLASS_CONFIG, Serdes.StringSerde.class);
    settings.put("auto.offset.reset", "earliest");
    return settings;
  }

  private void sendLines() throws InterruptedException, ExecutionException {
    Map<String, Object> settings = new HashMap<>();
    settings.put("bootstrap.servers", broker);
    try (KafkaProducer<String, String> producer =
        new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer())) {
      for (String line : LINES) {
        Span span = Kamon.spanBuilder(line).start();
        Storage.Scope scope =
            Kamon.storeContext(Kamon.currentContext().withEntry(Span.Key(), span));
        try {
          producer.send(new ProducerRecord<>(run + "-lines", line)).get();
        } finally {
          scope.close();
          span.finish();
        }
      }
    }
  }

  private void printCounts() {
    Map<String, Object> settings = new HashMap<>();
    settings.put("bootstrap.servers", broker);
    settings.put("group.id", run + "-printer");
    settings.put("auto.offset.reset", "earliest");
    settings.put("isolation.level", "read_committed");
    try (KafkaConsumer<String, String> consumer =
        new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
      consumer.subscribe(Collections.singletonList(run + "-counts"));
      for (int printed = 0; printed < WORDS; ) {
        for (ConsumerRecord<String, String> record : consumer.poll(Duration.ofMillis(200))) {
          KafkaInstrumentation.runWithConsumerSpan(record, () -> print(record));
          printed++;
        }
      }
    }
  }

  /** How many headers of ours each record of the changelog has. */
  private void printLogged() {
    Map<String, Object> settings = new HashMap<>();
    settings.put("bootstrap.servers", broker);
    settings.put("isolation.level", "read_committed");
    try (KafkaConsumer<String, String> consumer =
        new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
      TopicPartition changelog = new TopicPartition(run + "-counts-changelog", 0);
      consumer.assign(Collections.singletonList(changelog));
      consumer.seekToBeginning(Collections.singletonList(changelog));
      for (int printed = 0; printed < WORDS; ) {
        for (ConsumerRecord<String, String> record : consumer.poll(Duration.ofMillis(200))) {
          System.out.println("LOGGED " + headers(record));
          printed++;
        }
      }
    }
  }

  private static long headers(ConsumerRecord<?, ?> record) {
    return StreamSupport.stream(record.headers().headers("kctx").spliterator(), false).count();
  }

  private static void print(ConsumerRecord<String, String> record) {
    synchronized (System.out) {
      System.out.println("COUNT " + record.key() + " = " + record.value());
      System.out.println("KCTX " + headers(record));
    }
  }
}
