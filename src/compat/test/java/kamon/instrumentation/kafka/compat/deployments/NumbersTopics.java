package kamon.instrumentation.kafka.compat.deployments;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.zip.CRC32;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** What {@link NumbersRun} leaves in the topics of its connectors, and how far they are. */
final class NumbersTopics {
  static final int LANES = 4;
  private static final Pattern LANE = Pattern.compile("\"lane\":(\\d+)");
  private static final Pattern NUMBER = Pattern.compile("\"number\":(\\d+)");

  /** What a dead letter says of its failure, but for what is another in each run. */
  private static final List<String> WHY =
      List.of("stage", "class.name", "exception.class.name", "exception.message");

  private final TopicReader reader;
  private final String servers;
  private final String name;

  NumbersTopics(String servers, String name) {
    this.reader = new TopicReader(servers);
    this.servers = servers;
    this.name = name;
  }

  /** How many and which records there are in each partition with each key, in their order. */
  List<String> facts() {
    List<String> facts = new ArrayList<>();
    for (String topic : List.of("in", "out", "dead")) {
      Map<String, List<String>> values = new TreeMap<>();
      for (ConsumerRecord<byte[], byte[]> record : reader.read(name + "-" + topic)) {
        String place = topic + " " + record.partition() + " " + new String(record.key(), UTF_8);
        values.computeIfAbsent(place, any -> new ArrayList<>()).add(text(record));
      }
      values.forEach((place, all) -> facts.add(fact(place, all)));
    }
    return facts;
  }

  /** A batch is converted again when its task has failed: a letter may be there twice. */
  private static String fact(String place, List<String> all) {
    List<String> once = place.startsWith("dead") ? List.copyOf(new LinkedHashSet<>(all)) : all;
    CRC32 sum = new CRC32();
    sum.update(once.toString().getBytes(UTF_8));
    return "%s: %d records, %08x".formatted(place, once.size(), sum.getValue());
  }

  private String text(ConsumerRecord<byte[], byte[]> record) {
    return new String(record.value(), UTF_8)
        + WHY.stream()
            .map(why -> record.headers().lastHeader("__connect.errors." + why))
            .filter(Objects::nonNull)
            .map(header -> new String(header.value(), UTF_8).replace(name, ""))
            .toList();
  }

  /** How many different values a topic has. */
  int count(String topic) {
    return reader.read(name + "-" + topic).stream()
        .map(record -> new String(record.value(), UTF_8))
        .collect(Collectors.toSet())
        .size();
  }

  /** Whether the sink has committed all that it can read. */
  boolean isCommitted() {
    Map<Integer, Long> last = new HashMap<>();
    reader.read(name + "-in").forEach(record -> last.put(record.partition(), record.offset()));
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", servers))) {
      Map<TopicPartition, OffsetAndMetadata> committed =
          admin
              .listConsumerGroupOffsets("connect-" + name + "-sink")
              .partitionsToOffsetAndMetadata()
              .get();
      return last.entrySet().stream()
          .allMatch(
              partition -> {
                OffsetAndMetadata offset =
                    committed.get(new TopicPartition(name + "-in", partition.getKey()));
                // Behind the last record there may be the mark of its transaction.
                return offset != null && offset.offset() > partition.getValue();
              });
    } catch (ExecutionException e) {
      return false; // The group is not there yet.
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The last number of each lane that Kafka Connect has noted. */
  Map<Integer, Integer> offsetsOfSource() {
    Map<Integer, Integer> offsets = new HashMap<>();
    for (ConsumerRecord<byte[], byte[]> record : reader.read(name + "-offset")) {
      offsets.put(number(LANE, record.key()), number(NUMBER, record.value()));
    }
    return offsets;
  }

  private static int number(Pattern pattern, byte[] json) {
    String text = new String(json, UTF_8);
    Matcher matcher = pattern.matcher(text);
    if (!matcher.find()) {
      throw new IllegalArgumentException(pattern + " is not in " + text);
    }
    return Integer.parseInt(matcher.group(1));
  }
}
