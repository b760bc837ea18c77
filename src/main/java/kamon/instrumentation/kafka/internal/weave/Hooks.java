package kamon.instrumentation.kafka.internal.weave;

import java.util.Arrays;
import java.util.List;

/** Where we hook into others' classes: a table for each of them. */
public final class Hooks {
  static final String PACKAGE = "kamon.instrumentation.kafka.internal.weave.";

  /** What each Kafka object carries for us: {@link Attached}. */
  public static final String ATTACHED = PACKAGE + "Attached";

  private Hooks() {}

  static Hook.Advised advised(String advice, String method, String... parameters) {
    return new Hook.Advised(PACKAGE + advice, method, parameters);
  }

  /** Those in Kafka's classes. */
  public static List<Hook> all() {
    return HooksOfClients.ALL;
  }

  /**
   * Those for code that was compiled against the API of Kamon's own module: in that API, and what
   * it finds in Kafka's records.
   */
  public static List<Hook> ofOldApi() {
    return HooksOfOldApi.ALL;
  }

  /** Those in the listener containers of Spring Kafka: all of them, or none. */
  public static List<Hook> ofSpringKafka() {
    return HooksOfSpringKafka.ALL;
  }

  /** Those in the workers of Kafka Connect: all of them, or none. */
  public static List<Hook> ofKafkaConnect() {
    return HooksOfKafkaConnect.ALL;
  }

  /** Those in the tasks of Kafka Streams: all of them, or none. */
  public static List<Hook> ofKafkaStreams() {
    return HooksOfKafkaStreams.ALL;
  }

  /** All of them, for whoever looks at what is woven in. */
  public static List<List<Hook>> groups() {
    return Arrays.asList(all(), ofOldApi(), ofSpringKafka(), ofKafkaConnect(), ofKafkaStreams());
  }
}
