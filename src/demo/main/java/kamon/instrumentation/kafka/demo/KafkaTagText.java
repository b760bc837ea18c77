package kamon.instrumentation.kafka.demo;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import kamon.instrumentation.kafka.testbed.ReportedSpan;

/** The Kafka tags of a span, in short: where the record is, and who sent or polled it. */
final class KafkaTagText {
  private static final String POLL_TIME = "kafka.poll-time";
  private static final Map<String, String> LABELS = new LinkedHashMap<>();

  static {
    LABELS.put("kafka.topic", "topic");
    LABELS.put("kafka.partition", "partition");
    LABELS.put("kafka.offset", "offset");
    LABELS.put("kafka.key", "key");
    LABELS.put("kafka.client-id", "client");
    LABELS.put("kafka.group-id", "group");
    LABELS.put(POLL_TIME, "poll");
  }

  private KafkaTagText() {}

  /** As few lines as the width allows; none for a span that has nothing to do with Kafka. */
  static List<String> lines(ReportedSpan span, int width) {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder();
    LABELS.forEach(
        (tag, label) -> {
          Object value = span.tags().get(tag);
          if (value == null) {
            return;
          }
          String text = label + "=" + (tag.equals(POLL_TIME) ? millis(value) : value);
          if (line.length() > 0 && line.length() + 1 + text.length() > width) {
            lines.add(line.toString());
            line.setLength(0);
          }
          line.append(line.length() == 0 ? "" : " ").append(text);
        });
    if (line.length() > 0) {
      lines.add(line.toString());
    }
    return lines;
  }

  private static String millis(Object nanos) {
    return Waterfall.millis(Duration.ofNanos((Long) nanos)).replace(" ", "");
  }
}
