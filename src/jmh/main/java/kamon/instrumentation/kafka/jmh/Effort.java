package kamon.instrumentation.kafka.jmh;

/**
 * How thoroughly to measure.
 *
 * @param forks JVMs per benchmark
 * @param mainForks JVMs per benchmark of what most targets compare
 * @param warmups iterations before the measured ones
 * @param seconds length of one iteration
 * @param pairs interleaved runs of the end to end part
 * @param warmupRecords small records that each of those sends and consumes before it measures
 * @param records records of each size that it measures
 * @param starts interleaved starts of the startup part
 */
public record Effort(
    String name,
    boolean everyCase,
    int forks,
    int mainForks,
    int warmups,
    int iterations,
    int seconds,
    int pairs,
    int warmupRecords,
    int records,
    int starts) {

  public static final Effort FULL =
      new Effort("full", true, 2, 6, 3, 3, 1, 10, 1_500_000, 300_000, 15);

  /** Two minutes; good for a first look, not for claims. */
  public static final Effort QUICK =
      new Effort("quick", false, 1, 1, 1, 1, 1, 1, 50_000, 100_000, 1);
}
