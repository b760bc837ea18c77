package kamon.instrumentation.kafka.compat.streams;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A record that the application gets; its value, which no other has, names it. */
final class Input {
  private static final int EVICTING = 40;
  private static final int WITHIN_SPANS = 10;
  private static final List<String> LATER =
      Arrays.asList("fail", "versions", "graced", "tally", "final", "ended");

  final String operator;
  final String key;
  final String value;
  final long timestamp;
  final boolean withinSpan;

  private Input(String operator, String key, String value, long timestamp) {
    this(operator, key, value, timestamp, true);
  }

  private Input(String operator, String key, String value, long timestamp, boolean withinSpan) {
    this.operator = operator;
    this.key = key;
    this.value = value;
    this.timestamp = timestamp;
    this.withinSpan = withinSpan;
  }

  /** For one operator whose cache has no room for all of them; most have tags only. */
  static List<Input> evicting() {
    List<Input> inputs = new ArrayList<>();
    for (int i = 0; i < EVICTING; i++) {
      inputs.add(new Input("evict", "k" + i, "v" + i, i + 1, i < WITHIN_SPANS));
    }
    return inputs;
  }

  /** For all other operators, in the order in which they are sent. */
  static List<Input> all() {
    return Arrays.asList(
        new Input("global", "a", "g1", 1),
        new Input("map", "a", "m1", 1),
        new Input("count", "a", "c1", 1),
        new Input("count", "b", "c2", 2),
        new Input("count", "a", "c3", 3),
        new Input("reduce", "a", "r1", 1),
        new Input("reduce", "a", "r2", 2),
        new Input("table", "a", "t1", 1),
        new Input("table", "a", "t2", 2),
        new Input("window", "a", "w1", 1),
        new Input("window", "a", "w2", 100),
        new Input("session", "a", "s1", 1),
        new Input("session", "a", "s2", 100),
        new Input("suppress", "a", "x1", 1),
        new Input("suppress", "a", "x2", 100),
        new Input("suppress", "b", "x3", 5000),
        new Input("lookup", "a", "l1", 1),
        new Input("stream", "a", "l2", 100),
        new Input("left", "a", "j1", 1),
        new Input("right", "a", "j2", 100),
        new Input("lone", "a", "u1", 1),
        new Input("lone", "b", "u2", 10000),
        new Input("group", "a", "p1", 1),
        new Input("punctuate", "a", "q1", 1),
        new Input("late", "a", "y1", 1),
        new Input("fail", "a", "bad", 1),
        new Input("fail", "b", "good", 2),
        new Input("versions", "a", "v1", 1),
        new Input("graced", "a", "g2", 10),
        new Input("graced", "b", "g3", 5000),
        new Input("tally", "a", "o1", 1),
        new Input("tally", "b", "o2", 10000),
        new Input("final", "a", "n1", 1),
        new Input("final", "a", "n2", 100),
        new Input("final", "b", "n3", 1500),
        new Input("ended", "a", "e1", 1),
        new Input("ended", "a", "e2", 100),
        new Input("ended", "b", "e3", 5000));
  }

  /** Whether it is for an operator that 2.8 has not. */
  boolean isOfLaterReleases() {
    return LATER.contains(operator);
  }
}
