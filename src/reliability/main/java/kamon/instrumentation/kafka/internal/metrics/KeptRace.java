package kamon.instrumentation.kafka.internal.metrics;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import kamon.Kamon;
import kamon.instrumentation.kafka.reliability.races.Race;
import kamon.metric.Counter;
import kamon.metric.Distribution;
import kamon.metric.Histogram;
import kamon.metric.Instrument;
import kamon.metric.Timer;
import kamon.tag.TagSet;

/**
 * Values are recorded while Kamon puts another instrument in the place of one that is kept: none is
 * lost, none is there twice, and none is left where no reporter looks. A lap is a second and more
 * for what is kept, so nobody has an instrument in hand for longer than that.
 */
public final class KeptRace implements Race<Object> {
  private static final long LATER = TimeUnit.SECONDS.toNanos(2);
  private static final int EXCHANGED_EVERY = 200;
  // Until one comes again, it was moved long ago.
  private static final int INSTRUMENTS = 64;

  private final String name;
  private final Function<TagSet, Object> ofTags;
  private final Kept kept = new Kept();

  /** Those that were looked up; the last two may have something. */
  private final List<Object> known = new ArrayList<>();

  private volatile TagSet tags = TagSet.of("n", 0L);
  private long exchanged;
  private long now = System.nanoTime();
  private long expected;

  private KeptRace(String name, Function<TagSet, Object> ofTags) {
    this.name = name;
    this.ofTags = ofTags;
  }

  public static List<Race<?>> all() {
    return List.of(
        new KeptRace("counter", tags -> Kamon.counter("races.counter").withTags(tags)),
        new KeptRace("histogram", tags -> Kamon.histogram("races.histogram").withTags(tags)),
        new KeptRace("timer", tags -> Kamon.timer("races.timer").withTags(tags)));
  }

  @Override
  public String name() {
    return "KeptInstrument: " + name;
  }

  @Override
  public void begin() {
    now += LATER;
  }

  @Override
  public Object state() {
    return this;
  }

  @Override
  public List<Consumer<Object>> actors() {
    return List.of(any -> kept.record(), any -> kept.record(), any -> exchange());
  }

  private void exchange() {
    if (ThreadLocalRandom.current().nextInt(EXCHANGED_EVERY) == 0) {
      tags = TagSet.of("n", ++exchanged % INSTRUMENTS);
    }
  }

  @Override
  public String outcome(Object state) {
    return "recorded";
  }

  @Override
  public Set<String> allowed() {
    return Set.of("recorded");
  }

  @Override
  public String end(int states) {
    expected += 2L * states;
    while (known.size() > 2) {
      long left = count(known.remove(0));
      if (left != 0) {
        expected -= left;
        return "left behind " + left;
      }
    }
    long there = known.stream().mapToLong(KeptRace::count).sum();
    String problem = there == expected ? "" : "there are " + there + " of " + expected;
    expected = there;
    return problem;
  }

  private static long count(Object instrument) {
    Object snapshot = ((Instrument.Snapshotting<?>) instrument).snapshot(false);
    return instrument instanceof Counter ? (Long) snapshot : ((Distribution) snapshot).count();
  }

  private final class Kept extends KeptInstrument<Object> {
    @Override
    protected Object lookUp(long nanos) {
      Object found = ofTags.apply(tags);
      if (known.isEmpty() || known.get(known.size() - 1) != found) {
        known.add(found); // in one thread a lap
      }
      return found;
    }

    void record() {
      Object instrument = get(now);
      if (instrument instanceof Histogram histogram) {
        histogram.record(7);
      } else if (instrument instanceof Timer timer) {
        timer.record(7);
      } else {
        ((Counter) instrument).increment();
      }
    }
  }
}
