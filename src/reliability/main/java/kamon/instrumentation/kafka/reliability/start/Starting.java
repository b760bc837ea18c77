package kamon.instrumentation.kafka.reliability.start;

import java.util.Map;

/**
 * An application that starts, uses Kafka without a broker, and ends. Arguments are what it does
 * first, in this order, and what of Kafka it uses. It prints what it sees, each line after {@link
 * #MARK}, so that two runs can be compared.
 */
public final class Starting {
  /** Before each line of the application's own. */
  public static final String MARK = "app: ";

  /** Before the names of the spans that were reported, which differ between two runs. */
  public static final String SPANS = "spans: ";

  private static final Map<String, Step> STEPS =
      Map.ofEntries(
          Map.entry("new-properties", OddSurroundings::replaceProperties),
          Map.entry("new-properties-for-a-while", OddSurroundings::replacePropertiesForAWhile),
          Map.entry("odd-properties", OddSurroundings::keepObjectsInProperties),
          Map.entry("hostile-properties", OddSurroundings::refuseProperties),
          Map.entry("no-context-loader", OddSurroundings::takeContextLoader),
          Map.entry("hostile-context-loader", OddSurroundings::refuseInContextLoader),
          Map.entry("no-standard-error", OddSurroundings::closeStandardError),
          Map.entry("kamon", KamonStart::init),
          Map.entry("keep-spans", KamonStart::keepSpans),
          Map.entry("spans", KamonStart::printSpans),
          Map.entry("classes", UsedKafka::loadClasses),
          Map.entry("records", UsedKafka::makeRecords),
          Map.entry("producer", UsedKafka::send),
          Map.entry("consumer", UsedKafka::poll));

  private Starting() {}

  /** One thing that is done. */
  @FunctionalInterface
  interface Step {
    void run() throws Exception;
  }

  public static void main(String[] steps) throws Exception {
    for (String step : steps) {
      try {
        STEPS.get(step).run();
        print(step + " works");
      } catch (Exception | LinkageError e) {
        print(step + " fails: " + e);
      }
    }
    print("done");
    System.exit(0);
  }

  static void print(String line) {
    System.out.println(MARK + line);
  }
}
