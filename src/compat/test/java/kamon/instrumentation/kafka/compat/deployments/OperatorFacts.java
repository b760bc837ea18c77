package kamon.instrumentation.kafka.compat.deployments;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What comes out of each kind of operator: its name, key and value, the record whose headers Kafka
 * Streams gives to it, and the one in whose trace it is then. "own" is a trace that it begins.
 */
final class OperatorFacts {
  private static final int EVICTED = 40;

  private OperatorFacts() {}

  /** Where nothing is cached. */
  static List<String> uncached(KafkaStreamsRelease release) {
    List<String> facts = common(release);
    facts.addAll(
        List.of(
            "count a=1 c1 c1",
            "count b=1 c2 c2",
            "count a=2 c3 c3",
            "reduce a=r1 r1 r1",
            "reduce a=r2 r2 r2",
            "window a=1 w1 w1",
            "window a=2 w2 w2"));
    // An old session, whose end is a null, and the longer new one come from the later record.
    boolean drops = release.dropsHeadersOfSessions();
    facts.add("session a=1 " + (drops ? "nobody" : "s1") + " s1");
    facts.add("session a=null " + (drops ? "nobody" : "s2") + " s2");
    facts.add("session a=2 " + (drops ? "nobody" : "s2") + " s2");
    return facts.stream().sorted().toList();
  }

  /** Where caches are flushed at the end: the last record for a key has made what comes out. */
  static List<String> cached(KafkaStreamsRelease release) {
    List<String> facts = common(release);
    facts.addAll(
        List.of(
            "count b=1 c2 c2",
            "count a=2 c3 c3",
            "reduce a=r2 r2 r2",
            "window a=2 w2 w2",
            "session a=2 s2 s2"));
    return facts.stream().sorted().toList();
  }

  /** Where the cache evicts older records while newer ones are processed. */
  static List<String> evicted() {
    return IntStream.range(0, EVICTED)
        .mapToObj(i -> "evict k%d=1 v%d v%d".formatted(i, i, i))
        .sorted()
        .toList();
  }

  private static List<String> common(KafkaStreamsRelease release) {
    List<String> facts =
        new ArrayList<>(
            List.of(
                "map a=m1 m1 m1",
                "table a=t1 t1 t1",
                "table a=t2 t2 t2",
                "suppress a=2 x2 x2",
                "stream a=l2l1 l2 l2",
                "left a=j1j2 j2 j2",
                "group p1=1 p1 p1",
                "late a=y1 y1 y1",
                "punctuate a=q1 q1 q1",
                "punctuate tick=tick nobody own"));
    if (release.joinsLate()) {
      facts.add("lone a=u1null u2 own"); // Nobody knows any more that it is u1's.
    } else {
      facts.add("lone a=u1null u1 u1");
      facts.add("lone b=u2null u2 u2");
    }
    if (release.handlesFailures()) {
      facts.add("fail b=good good good");
      facts.add("graced a=g2v1 g2 g2");
      facts.add("tally a=1 o2 own"); // Also when a cache has kept it.
      facts.add("final a=2 n3 own"); // A record of another window has closed it.
      facts.add("ended a=2 e3 own");
    }
    return facts;
  }
}
