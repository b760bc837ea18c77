package kamon.instrumentation.kafka.reliability.own;

import java.util.Locale;
import java.util.Properties;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Materialized;
import org.apache.kafka.streams.state.Stores;

/** Kafka Streams with a store, and its changelog, and a sink. */
final class Topology {
  private Topology() {}

  static KafkaStreams start(String broker, String topic, String directory) {
    StreamsBuilder builder = new StreamsBuilder();
    KStream<String, String> input = builder.stream(topic);
    input.mapValues(value -> value.toUpperCase(Locale.ROOT)).to(topic + "-out");
    input
        .groupByKey()
        .count(Materialized.as(Stores.inMemoryKeyValueStore("counts")))
        .toStream()
        .foreach((key, count) -> Seen.add("counts", count + "-" + key));
    Properties settings = new Properties();
    settings.put("application.id", topic + "-streams");
    settings.put("bootstrap.servers", broker);
    settings.put("default.key.serde", Serdes.StringSerde.class);
    settings.put("default.value.serde", Serdes.StringSerde.class);
    settings.put("auto.offset.reset", "earliest");
    settings.put("commit.interval.ms", 100);
    settings.put("statestore.cache.max.bytes", 0);
    settings.put("state.dir", directory);
    KafkaStreams streams = new KafkaStreams(builder.build(), settings);
    streams.start();
    return streams;
  }
}
