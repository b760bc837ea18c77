package kamon.instrumentation.kafka.compat.program;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Something that happened in a child JVM, as a line of its output. */
public final class Event {

  /** What happened; the details are in the order given here. */
  public enum Kind {
    /** A record was acknowledged: offset. */
    SENT,
    /**
     * A record was received: offset, timestamp, client id of the consumer, delivery count or 0,
     * context tag "tenant", and whether its kctx header is what Kamon's own writer makes.
     */
    RECEIVED,
    /** This kafka-clients does not have that way. */
    LACKS
  }

  private static final String PREFIX = "EVENT";
  private static final String SEPARATOR = "\t";

  private final Kind kind;
  private final Way way;
  private final List<String> details;

  private Event(Kind kind, Way way, List<String> details) {
    this.kind = kind;
    this.way = way;
    this.details = details;
  }

  static void print(Kind kind, Way way, Object... details) {
    StringBuilder line = new StringBuilder(PREFIX);
    line.append(SEPARATOR).append(kind).append(SEPARATOR).append(way);
    for (Object detail : details) {
      line.append(SEPARATOR).append(detail);
    }
    // In one piece, or output of other threads could end up within the line.
    synchronized (System.out) {
      System.out.println(line);
    }
  }

  /** Whether the line is an event. */
  public static boolean matches(String line) {
    return line.startsWith(PREFIX + SEPARATOR);
  }

  public static Event parse(String line) {
    List<String> parts = Arrays.asList(line.split(SEPARATOR, -1));
    return new Event(
        Kind.valueOf(parts.get(1)),
        Way.valueOf(parts.get(2)),
        new ArrayList<>(parts.subList(3, parts.size())));
  }

  public Kind kind() {
    return kind;
  }

  public Way way() {
    return way;
  }

  public String detail(int index) {
    return details.get(index);
  }

  public long number(int index) {
    return Long.parseLong(details.get(index));
  }

  @Override
  public String toString() {
    return kind + " " + way + " " + details;
  }
}
