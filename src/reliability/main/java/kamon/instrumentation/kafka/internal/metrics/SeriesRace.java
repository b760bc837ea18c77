package kamon.instrumentation.kafka.internal.metrics;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import kamon.instrumentation.kafka.internal.settings.MetricSettings;
import kamon.instrumentation.kafka.internal.settings.Settings;
import kamon.instrumentation.kafka.reliability.races.Race;
import kamon.tag.TagSet;

/** More series than there may be come and go: there are never too many, and places come back. */
public final class SeriesRace implements Race<TagSet> {
  private static final long LATER = TimeUnit.DAYS.toNanos(10);
  private static final int TOPICS = 9;

  private final MetricSettings settings = Settings.current().metrics();
  private final AtomicInteger held = new AtomicInteger();
  private final AtomicReference<String> wrong = new AtomicReference<>("");
  private final String name;
  private final List<Consumer<TagSet>> actors;

  private SeriesRace(String name, boolean ofRecords) {
    this.name = name;
    this.actors =
        ofRecords
            ? List.of(this::use, this::use, tags -> removeUnused())
            : List.of(this::takeAndRelease, this::takeAndRelease, this::takeAndRelease);
  }

  public static List<Race<?>> all() {
    return List.of(
        new SeriesRace("SeriesLimit: take and release", false),
        new SeriesRace("SeriesLimit: series of records that come and go", true));
  }

  private void use(TagSet tags) {
    WaitingSeries.of(WaitingMetric.CLOCK_SKEW).instrument(tags, settings, System.nanoTime());
  }

  private void removeUnused() {
    WaitingSeries.removeUnused(settings, System.nanoTime() + LATER);
  }

  private void takeAndRelease(TagSet tags) {
    if (SeriesLimit.ALL.take("races", tags, settings)) {
      if (held.incrementAndGet() > settings.maxSeries()) {
        wrong.set("more than " + settings.maxSeries());
      }
      Thread.onSpinWait();
      held.decrementAndGet();
      SeriesLimit.ALL.release();
    }
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public TagSet state() {
    return TagSet.of("topic", "t" + ThreadLocalRandom.current().nextInt(TOPICS));
  }

  @Override
  public List<Consumer<TagSet>> actors() {
    return actors;
  }

  @Override
  public String outcome(TagSet state) {
    return "used";
  }

  @Override
  public Set<String> allowed() {
    return Set.of("used");
  }

  /** All places can be taken once nobody has one. */
  @Override
  public String end(int states) {
    removeUnused();
    int free = 0;
    while (free <= settings.maxSeries()
        && SeriesLimit.ALL.take("races", TagSet.Empty(), settings)) {
      free++;
    }
    for (int i = 0; i < free; i++) {
      SeriesLimit.ALL.release();
    }
    if (!wrong.get().isEmpty()) {
      return wrong.getAndSet("");
    }
    if (!WaitingSeries.areEmpty()) {
      return "series are left";
    }
    return free == settings.maxSeries() ? "" : free + " places of " + settings.maxSeries();
  }
}
