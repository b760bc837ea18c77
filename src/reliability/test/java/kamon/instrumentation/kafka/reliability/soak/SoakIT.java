package kamon.instrumentation.kafka.reliability.soak;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import kamon.instrumentation.kafka.reliability.Effort;
import kamon.instrumentation.kafka.reliability.Figures;
import kamon.instrumentation.kafka.testbed.ChildJvm;
import kamon.instrumentation.kafka.testbed.LocalBroker;
import kamon.instrumentation.kafka.testbed.Ports;
import org.junit.jupiter.api.Test;

/** Runs {@link Soak}; in a long run for as many minutes as -Dsoak.minutes says. */
class SoakIT {
  private static final Duration LIMIT = Duration.ofMinutes(5);
  private static final int PARTITIONS = 6;
  private static final String TOPIC = "soak";
  private static final double FEW_CLASSES = 30;
  private static final Pattern FIELD = Pattern.compile("([a-z-]+)=(\\d+)");

  private final Figures figures = new Figures("soak");
  private final boolean isLong = Effort.current() == Effort.LONG;
  private final long seconds = isLong ? 60L * Integer.getInteger("soak.minutes", 30) : 9;
  private final long sampleSeconds = isLong ? 10 : 3;

  // After so many parts of the time. Without a broker, producers fill more buffers than ever before
  // and keep them for the next records: the first time is before the samples that count.
  private final List<Long> restarts = isLong ? List.of(8L, 2L) : List.of(2L);

  @Test
  void nothing_is_lost_and_nothing_grows() {
    try (LocalBroker broker = LocalBroker.start(Ports.free(0), Map.of())) {
      broker.createTopic(
          TOPIC,
          PARTITIONS,
          Map.of("retention.bytes", "" + (64 << 20), "segment.bytes", "" + (16 << 20)));
      try (ChildJvm child = soak(broker)) {
        for (long part : restarts) {
          awaitSamples(
              child, seconds / sampleSeconds / part, Duration.ofSeconds(seconds).plus(LIMIT));
          broker.stop();
          broker.restart();
        }
        int exit = child.awaitExit(Duration.ofSeconds(seconds).plus(LIMIT));
        assertThat(exit).isZero();
        assertRecords(child.lines());
        if (isLong) {
          assertFlat(child.lines());
        }
      }
    }
    figures.write();
  }

  private ChildJvm soak(LocalBroker broker) {
    return ChildJvm.main(Soak.class.getName())
        .jvmArgs(
            "-Xmx256m",
            "-XX:+UseSerialGC",
            // Otherwise three of four collections leave dead objects where moving them is dear.
            "-XX:MarkSweepAlwaysCompactCount=1",
            "-javaagent:" + System.getProperty("agent.jar") + "=quiet")
        .args(broker.bootstrapServers(), TOPIC, "" + PARTITIONS, "" + seconds, "" + sampleSeconds)
        .show(SoakIT::isOfInterest)
        .start();
  }

  private static void awaitSamples(ChildJvm child, long wanted, Duration atMost) {
    List<String> seen = new ArrayList<>();
    child.awaitLine(
        line -> {
          if (line.startsWith("SAMPLE") && !seen.contains(line)) {
            seen.add(line);
          }
          return seen.size() >= wanted;
        },
        atMost);
  }

  private void assertRecords(List<String> lines) {
    assertThat(lines).noneMatch(line -> line.startsWith("MISSED")).contains("END");
    Map<String, Long> done = fields(line(lines, "DONE").get(0));
    long sent = done.get("sent");
    assertThat(sent).isPositive();
    assertThat(done)
        .containsEntry("acknowledged", sent)
        .containsEntry("producer-spans", sent)
        .containsEntry("consumer-spans", done.get("processed"))
        .containsEntry("failures", 0L);
    assertThat(done.get("reported")).isBetween(1L, sent + done.get("processed") - 1);
    long again = 0;
    for (String group : line(lines, "GROUP")) {
      Map<String, Long> counts = fields(group);
      assertThat(counts)
          .containsEntry("consumed", sent)
          .containsEntry("lost", 0L)
          .containsEntry("damaged", 0L);
      assertThat(counts.get("again")).isLessThanOrEqualTo(counts.get("explained"));
      again += counts.get("again");
    }
    assertThat(done.get("processed")).isEqualTo(2 * sent + again);
    figures
        .add("length", seconds + " s")
        .add("the broker killed and restarted, times", restarts.size())
        .add("records sent, all consumed by both groups", sent)
        .add("records a second", sent / seconds)
        .add("records lost, damaged or out of order", 0)
        .add("records consumed again, each by a member without a commit", again)
        .add("members that came and went", done.get("visits"))
        .add("spans started and finished", done.get("producer-spans") + done.get("consumer-spans"))
        .add("of them sampled and reported", done.get("reported"));
  }

  private void assertFlat(List<String> lines) {
    List<double[]> samples =
        line(lines, "SAMPLE").stream()
            .map(
                line -> Arrays.stream(line.split(" ", -1)).skip(1).mapToDouble(Double::parseDouble))
            .map(numbers -> numbers.toArray())
            // Until then Kafka, Kamon and the JVM fill what they keep.
            .filter(sample -> sample[0] >= seconds / 4.0)
            .toList();
    figures.add("samples after the first quarter", samples.size());
    Trend heap = trend(samples, 1, 1 << 20);
    Trend threads = trend(samples, 2, 1);
    Trend classes = trend(samples, 3, 1);
    Trend series = trend(samples, 4, 1);
    figures
        .add("heap after collection", range(samples, 1, 1 << 20, "MiB"))
        .add("its slope, with 95 % confidence", heap.show("MiB per hour"))
        .add("threads", range(samples, 2, 1, ""))
        .add("their slope", threads.show("per hour"))
        .add("classes loaded", range(samples, 3, 1, ""))
        .add("their slope", classes.show("per hour"))
        .add("metric series", range(samples, 4, 1, ""))
        .add("their slope", series.show("per hour"));
    assertThat(List.of(heap, threads, series)).allMatch(Trend::isFlat);
    // One here and there is loaded when it is needed for the first time.
    assertThat(samples.get(samples.size() - 1)[3] - samples.get(0)[3]).isLessThan(FEW_CLASSES);
  }

  private static Trend trend(List<double[]> samples, int column, double unit) {
    return Trend.of(
        samples.stream()
            .map(sample -> new double[] {sample[0] / 3600, sample[column] / unit})
            .toList());
  }

  private static String range(List<double[]> samples, int column, double unit, String name) {
    var all = samples.stream().mapToDouble(sample -> sample[column] / unit).summaryStatistics();
    String text =
        unit == 1
            ? "%.0f to %.0f".formatted(all.getMin(), all.getMax())
            : "%.1f to %.1f".formatted(all.getMin(), all.getMax());
    return (text + " " + name).strip();
  }

  private static boolean isOfInterest(String line) {
    return line.matches("(SAMPLE|SENT|GREW|DONE|GROUP|MISSED|END).*");
  }

  private static List<String> line(List<String> lines, String kind) {
    return lines.stream().filter(line -> line.startsWith(kind + " ")).toList();
  }

  private static Map<String, Long> fields(String line) {
    Matcher matcher = FIELD.matcher(line);
    Map<String, Long> fields = new HashMap<>();
    while (matcher.find()) {
      fields.put(matcher.group(1), Long.parseLong(matcher.group(2)));
    }
    return fields;
  }
}
