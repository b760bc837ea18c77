package kamon.instrumentation.kafka.compat.streams;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.kstream.Grouped;
import org.apache.kafka.streams.kstream.Joined;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.KTable;
import org.apache.kafka.streams.kstream.Materialized;
import org.apache.kafka.streams.kstream.Suppressed;
import org.apache.kafka.streams.kstream.Windowed;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;

/** A topology of every kind of operator, each with topics of its own. */
final class Operators {
  private static final Grouped<String, String> STRINGS =
      Grouped.with(Serdes.String(), Serdes.String());

  private final String run;
  private final Seen seen;
  private final CountDownLatch punctuated;
  private final Set<String> late = ConcurrentHashMap.newKeySet();
  private final StreamsBuilder builder = new StreamsBuilder();

  Operators(String run, Seen seen, CountDownLatch punctuated) {
    this.run = run;
    this.seen = seen;
    this.punctuated = punctuated;
  }

  /**
   * @param isLater whether what came with releases after 2.8 is there, too
   */
  Topology topology(boolean isLater) {
    to("map", source("map").mapValues(value -> value));
    to("count", counts(source("count"), "count-store"));
    to("evict", counts(source("evict"), "evict-store"));
    to("reduce", source("reduce").groupByKey().reduce((one, other) -> other).toStream());
    to("table", builder.<String, String>table(topic("table")).toStream());
    to("window", text(source("window").groupByKey(STRINGS).windowedBy(Windows.tumbling()).count()));
    to(
        "session",
        text(source("session").groupByKey(STRINGS).windowedBy(Windows.sessions()).count()));
    to(
        "suppress",
        text(
            source("suppress")
                .groupByKey(STRINGS)
                .windowedBy(Windows.tumbling())
                .count()
                .suppress(Suppressed.untilWindowCloses(Suppressed.BufferConfig.unbounded()))));
    KTable<String, String> table = source("lookup").toTable();
    to("stream", source("stream").join(table, (value, found) -> value + found));
    to("left", source("left").join(source("right"), (one, other) -> one + other, Windows.joins()));
    to(
        "lone",
        source("lone").leftJoin(source("nobody"), (one, other) -> one + other, Windows.joins()));
    to(
        "group",
        source("group")
            .groupBy((key, value) -> value, Grouped.as("by-value"))
            .aggregate(() -> 0L, this::counted, Materialized.with(Serdes.String(), Serdes.Long()))
            .toStream()
            .mapValues(String::valueOf));
    builder.globalTable(topic("global"));
    builder.<String, String>stream(topic("late"))
        .to((key, value, context) -> topic("late-out", value));
    if (isLater) {
      to("fail", source("fail").mapValues(Operators::goodOnly));
      to("graced", graced());
      to(
          "tally",
          counts(
              source("tally")
                  .leftJoin(source("nobodys"), (one, other) -> one + other, Windows.joins()),
              "tally-store"));
      to("final", text(Windows.whenClosed(source("final").groupByKey(STRINGS))));
      to("ended", text(Windows.whenEnded(source("ended").groupByKey(STRINGS))));
    }
    Topology topology = builder.build();
    topology.addSource("punctuate-source", topic("punctuate"));
    topology.addProcessor("punctuate-at", Punctuating::new, "punctuate-source");
    topology.addSink("punctuate-sink", topic("punctuate-out"), "punctuate-at");
    return topology;
  }

  private String topic(String operator) {
    return run + "-" + operator;
  }

  /** The broker is slow with a record of this operator, but for the second time. */
  private String topic(String operator, String value) {
    if (late.add(value)) {
      throw new TimeoutException("not in time");
    }
    seen.came("late", value);
    return topic(operator);
  }

  /** By another task, which a cache hides until the end. */
  private long counted(String key, String value, long count) {
    seen.came("group", "counted:" + value);
    return count + 1;
  }

  private static String goodOnly(String value) {
    if (value.equals("bad")) {
      throw new IllegalStateException("no good");
    }
    return value;
  }

  private KStream<String, String> source(String operator) {
    return builder.<String, String>stream(topic(operator))
        .peek((key, value) -> seen.came(operator, value));
  }

  private static KStream<String, String> counts(KStream<String, String> stream, String store) {
    Materialized<String, Long, KeyValueStore<Bytes, byte[]>> inMemory =
        Materialized.<String, Long>as(Stores.inMemoryKeyValueStore(store))
            .withKeySerde(Serdes.String())
            .withValueSerde(Serdes.Long());
    return stream.groupByKey().count(inMemory).toStream().mapValues(String::valueOf);
  }

  /** Holds each record back until its grace period is over, and joins it then. */
  private KStream<String, String> graced() {
    KTable<String, String> versions =
        source("versions")
            .toTable(
                Materialized.<String, String>as(
                        Stores.persistentVersionedKeyValueStore("versions", Duration.ofHours(1)))
                    .withKeySerde(Serdes.String())
                    .withValueSerde(Serdes.String()));
    return source("graced")
        .join(
            versions,
            (key, value, found) -> {
              seen.at("graced", key, value + found);
              return value + found;
            },
            Joined.with(
                Serdes.String(),
                Serdes.String(),
                Serdes.String(),
                "graced",
                Duration.ofMillis(100)));
  }

  private static KStream<String, String> text(KTable<Windowed<String>, Long> counts) {
    return counts
        .toStream((window, count) -> window.key())
        .mapValues(count -> String.valueOf(count));
  }

  private void to(String operator, KStream<String, String> stream) {
    stream.peek((key, value) -> seen.at(operator, key, value)).to(topic(operator + "-out"));
  }

  /** Forwards each record, and one of its own now and then. */
  private final class Punctuating implements Processor<String, String, String, String> {
    private ProcessorContext<String, String> context;

    @Override
    public void init(ProcessorContext<String, String> given) {
      context = given;
      given.schedule(Duration.ofMillis(50), PunctuationType.WALL_CLOCK_TIME, this::punctuate);
    }

    private void punctuate(long timestamp) {
      if (punctuated.getCount() > 0) {
        seen.at("punctuate", "tick", "tick");
        context.forward(new Record<>("tick", "tick", timestamp));
        punctuated.countDown();
      }
    }

    @Override
    public void process(Record<String, String> record) {
      seen.came("punctuate", record.value());
      seen.at("punctuate", record.key(), record.value());
      context.forward(record);
    }
  }
}
