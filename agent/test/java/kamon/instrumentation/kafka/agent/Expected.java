package kamon.instrumentation.kafka.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import kamon.instrumentation.kafka.agent.child.ChildSpan;

/** What the child applications print when all is well. */
final class Expected {
  /** What the line ends with in an application without the Kamon Bundle. */
  static final String NO_BUNDLE =
      ". Kamon.init() may warn that the Kamon Bundle is missing: Kafka does not need it";

  private Expected() {}

  /** The agent's one line when it weaves, in an application without the Kamon Bundle. */
  static String startLine() {
    return startLineWithBundle() + NO_BUNDLE;
  }

  /** The same in an application with the Kamon Bundle. */
  static String startLineWithBundle() {
    return "[kamon-kafka-agent] INFO instruments kafka-clients " + kafkaVersion() + ": " + hooks();
  }

  /** Our one line when Kanela weaves. */
  static String kanelaLine() {
    return "[kamon-kafka] INFO instruments kafka-clients "
        + kafkaVersion()
        + " through Kanela, with kamon-kafka "
        + System.getProperty("project.version")
        + ": "
        + hooks();
  }

  static String hooks() {
    return hooks(ChildJdk.chosen().feature() < 11);
  }

  /**
   * All hooks that bind.
   *
   * @param before4 to a Kafka older than 4.0
   */
  static String hooks(boolean before4) {
    return "KafkaProducer.send(ProducerRecord, Callback), KafkaProducer.doSend(ProducerRecord,"
        + " Callback), KafkaProducer.partition(ProducerRecord, byte[], byte[], Cluster),"
        + " KafkaProducer.close(), KafkaProducer.close(Duration), ProducerRecord, "
        + (before4 ? "KafkaConsumer.poll(long), " : "")
        + "KafkaConsumer.poll(Duration), KafkaConsumer.close(), KafkaConsumer.close(Duration), "
        + (before4 ? "" : "KafkaConsumer.close(CloseOptions), ")
        + "KafkaShareConsumer.poll(Duration), KafkaShareConsumer.close(),"
        + " KafkaShareConsumer.close(Duration), RecordHeaders";
  }

  /** The agent's one line when it does not. */
  static String notTraced(String loader, String reason) {
    return "[kamon-kafka-agent] WARN kafka-clients %s in %s@ is not traced: %s"
        .formatted(kafkaVersion(), loader, reason);
  }

  /** The type of the loader of the class path. */
  static String systemLoader() {
    return ChildJdk.chosen().feature() == 8
        ? "sun.misc.Launcher$AppClassLoader"
        : "jdk.internal.loader.ClassLoaders$AppClassLoader";
  }

  static String kafkaVersion() {
    return System.getProperty(
        ChildJdk.chosen().feature() < 11 ? "kafka-java8.version" : "kafka.version");
  }

  @SafeVarargs
  static List<String> lines(List<String>... parts) {
    List<String> lines = new ArrayList<>();
    for (List<String> part : parts) {
      lines.addAll(part);
    }
    return lines;
  }

  /** What an exchange prints, with the names of the headers that arrive. */
  static List<String> polled(String headers) {
    return List.of(
        "polled first = value of first with headers " + headers,
        "polled second = value of second with headers " + headers);
  }

  static final List<String> PROCESSED = List.of("in consumer.process", "in consumer.process");

  /**
   * Asserts that these are the spans of {@code TracedApplication}, with all tags, and no more: two
   * traces, of which one begins with the span "request".
   */
  static void assertTraced(List<ChildSpan> spans, String topic) {
    assertTraced(spans, topic, true);
  }

  /** The same, but without what only a field of RecordHeaders can carry. */
  static void assertTracedWithoutPollFacts(List<ChildSpan> spans, String topic) {
    assertTraced(spans, topic, false);
  }

  private static void assertTraced(List<ChildSpan> spans, String topic, boolean pollFacts) {
    assertThat(spans)
        .extracting(span -> span.name)
        .containsExactly(
            "producer.send", "request", "producer.send", "consumer.process", "consumer.process");
    assertThat(spans).extracting(span -> span.error).containsOnly(false);
    ChildSpan request = spans.get(1);
    assertThat(request.parentId).isEmpty();
    assertTrace(topic, "first", 0, spans.get(0), spans.get(3), pollFacts);
    assertThat(spans.get(0).parentId).isEqualTo(request.spanId);
    assertThat(spans.get(0).traceId).isEqualTo(request.traceId);
    assertTrace(topic, "second", 1, spans.get(2), spans.get(4), pollFacts);
    assertThat(spans.get(2).parentId).isEmpty();
    assertThat(spans.get(2).traceId).isNotEqualTo(request.traceId);
  }

  private static void assertTrace(
      String topic, String key, long offset, ChildSpan send, ChildSpan process, boolean pollFacts) {
    assertThat(send.kind).isEqualTo("producer");
    assertThat(send.metricTags).containsEntry("component", "kafka.producer");
    assertThat(send.tags)
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "kafka.topic",
                topic,
                "kafka.client-id",
                "orders",
                "kafka.key",
                key,
                "kafka.partition",
                0L));

    assertThat(process.kind).isEqualTo("consumer");
    assertThat(process.parentId).isEqualTo(send.spanId);
    assertThat(process.traceId).isEqualTo(send.traceId);
    assertThat(process.metricTags)
        .containsEntry("component", "kafka.consumer")
        .containsEntry("upstream.name", "child");
    Map<String, Object> tags = new HashMap<>(process.tags);
    long now = System.currentTimeMillis();
    assertThat((Long) tags.remove("kafka.timestamp"))
        .isBetween(now - Duration.ofMinutes(5).toMillis(), now);
    if (pollFacts) {
      assertThat((Long) tags.remove("kafka.poll-time")).isPositive();
      assertThat(tags.remove("kafka.client-id")).isEqualTo("payments");
      assertThat(tags.remove("kafka.group-id")).isEqualTo("group-of-" + topic);
    }
    assertThat(tags)
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "kafka.topic",
                topic,
                "kafka.partition",
                0L,
                "kafka.offset",
                offset,
                "kafka.key",
                key,
                "kafka.timestamp-type",
                "CreateTime"));
  }
}
