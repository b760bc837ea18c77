package kamon.instrumentation.kafka.jmh;

/**
 * How thoroughly to measure.
 *
 * @param everyCase whether all cases are measured, or only those for a first look
 * @param forks JVMs per benchmark
 * @param mainForks JVMs per benchmark of what most targets compare
 * @param warmups iterations before the measured ones, all of one second
 * @param pairs interleaved runs of the end to end part
 * @param warmupRecords small records that each of those sends and consumes before it measures
 * @param records records of each size that it measures
 * @param starts interleaved starts of the startup part
 */
public record Effort(
    boolean everyCase,
    int forks,
    int mainForks,
    int warmups,
    int iterations,
    int pairs,
    int warmupRecords,
    int records,
    int starts) {

  static final Effort FULL = new Effort(true, 2, 6, 3, 3, 6, 1_500_000, 300_000, 15);

  /** Four minutes; good for a first look, not for claims. */
  static final Effort QUICK = new Effort(false, 1, 1, 1, 1, 1, 50_000, 50_000, 1);
}
