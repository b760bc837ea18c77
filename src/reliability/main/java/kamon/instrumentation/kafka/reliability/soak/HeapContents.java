package kamon.instrumentation.kafka.reliability.soak;

import java.lang.management.ManagementFactory;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.management.JMException;
import javax.management.ObjectName;

/** The bytes of each class's live objects, to say what has grown when something has. */
record HeapContents(Map<String, Long> bytesOfClass) {
  private static final int MOST = 12;
  private static final long LITTLE = 16 << 10;
  // "  12:  4711  150752  java.lang.String (java.base@17)"
  private static final Pattern ROW = Pattern.compile("\\s*\\d+:\\s+\\d+\\s+(\\d+)\\s+(\\S+).*");

  /** Collects garbage first: the JVM counts what is reachable. */
  static HeapContents now() throws JMException {
    Object table =
        ManagementFactory.getPlatformMBeanServer()
            .invoke(
                new ObjectName("com.sun.management:type=DiagnosticCommand"),
                "gcClassHistogram",
                new Object[] {new String[0]},
                new String[] {String[].class.getName()});
    Map<String, Long> bytes = new HashMap<>();
    table
        .toString()
        .lines()
        .map(ROW::matcher)
        .filter(Matcher::matches)
        .forEach(row -> bytes.merge(row.group(2), Long.parseLong(row.group(1)), Long::sum));
    return new HeapContents(bytes);
  }

  /** What grew most since then, a line for each class. */
  List<String> grownSince(HeapContents before) {
    return bytesOfClass.entrySet().stream()
        .map(
            now ->
                Map.entry(
                    now.getKey(),
                    now.getValue() - before.bytesOfClass.getOrDefault(now.getKey(), 0L)))
        .filter(grown -> grown.getValue() >= LITTLE)
        .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
        .limit(MOST)
        .map(grown -> "GREW " + grown.getValue() + " " + grown.getKey())
        .toList();
  }
}
