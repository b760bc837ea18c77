package kamon.instrumentation.kafka.reliability.races;

import com.typesafe.config.ConfigFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import kamon.Kamon;
import kamon.instrumentation.kafka.internal.metrics.KeptRace;
import kamon.instrumentation.kafka.internal.metrics.SeriesRace;
import kamon.instrumentation.kafka.internal.metrics.WatchRace;
import kamon.instrumentation.kafka.internal.tracing.OpenSpansRace;
import kamon.instrumentation.kafka.internal.tracing.SendRace;
import kamon.instrumentation.kafka.internal.unsampled.LazyContextRace;
import kamon.instrumentation.kafka.internal.unsampled.TableRace;

/** Runs all races, each for as many milliseconds as the argument says, and prints what came. */
public final class RacesMain {
  private RacesMain() {}

  /** Ends the JVM, with status 0 when all could be run. */
  @SuppressWarnings("CatchAndPrintStackTrace") // the parent reads it
  public static void main(String[] args) {
    int status = 1;
    try {
      // Nobody but the races may take what was counted; few series, so that there are too many.
      Kamon.initWithoutAttaching(
          ConfigFactory.parseString(
                  """
                  kamon.trace.sampler = never
                  kamon.metric.tick-interval = 1 day
                  kamon.instrumentation.kafka.client.metrics { max-series = 4, interval = 100 ms }
                  """)
              .withFallback(ConfigFactory.load()));
      for (Race<?> race : all()) {
        run(race, TimeUnit.MILLISECONDS.toNanos(Long.parseLong(args[0])));
      }
      System.out.println("DONE");
      status = 0;
    } catch (Throwable t) {
      t.printStackTrace();
    } finally {
      System.exit(status);
    }
  }

  private static List<Race<?>> all() {
    List<Race<?>> all = new ArrayList<>();
    all.addAll(LazyContextRace.all());
    all.addAll(SendRace.all());
    all.addAll(OpenSpansRace.all());
    all.addAll(KeptRace.all());
    all.addAll(SeriesRace.all());
    all.add(new WatchRace());
    all.add(new TableRace()); // whose many series make it slow to count
    return all;
  }

  private static <S> void run(Race<S> race, long nanos) throws Exception {
    Course<S> course = new Course<>(race);
    course.run(nanos);
    course.outcomes().forEach((outcome, n) -> print("RACE", race, outcome, n));
    course.wrong().forEach((outcome, n) -> print("WRONG", race, outcome, n));
  }

  private static void print(String kind, Race<?> race, String outcome, long times) {
    System.out.println(kind + " " + race.name() + " | " + outcome + " | " + times);
  }
}
