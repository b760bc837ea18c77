package kamon.instrumentation.kafka.compat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * One line of a list of releases.
 *
 * @param version as in the list
 * @param words what the list says about it
 */
public record ListedRelease(String version, Set<String> words) {
  static final Path KAFKA_CLIENTS = Path.of("kafka-clients.txt");

  private static final Path SPRING_KAFKA = Path.of("spring-kafka.txt");
  private static final Path KAFKA_CONNECT = Path.of("kafka-connect.txt");
  private static final Path KAMON_CORE = Path.of("kamon-core.txt");
  private static final String USED = "used";
  private static final String CI = "ci";

  public ListedRelease {
    if (!List.of(USED, CI).containsAll(words)) {
      throw new IllegalArgumentException("Release " + version + " has an unknown word: " + words);
    }
  }

  /** All kafka-clients releases, oldest first. */
  static List<ListedRelease> kafkaClients() {
    return read(KAFKA_CLIENTS);
  }

  /** The kafka-clients releases that send and poll. */
  public static List<ListedRelease> usedKafkaClients() {
    return kafkaClients().stream().filter(release -> release.words.contains(USED)).toList();
  }

  /** The Spring Kafka releases that we promise to know, oldest first. */
  static List<ListedRelease> springKafka() {
    return read(SPRING_KAFKA);
  }

  /** The same of Kafka Connect. */
  static List<ListedRelease> kafkaConnect() {
    return read(KAFKA_CONNECT);
  }

  /** All Kamon releases, as Scala version:Kamon version. */
  static List<ListedRelease> kamonCore() {
    return read(KAMON_CORE);
  }

  /** The newest listed Kamon for a Scala version, without it. */
  public static String newestKamonCore(String scala) {
    return kamonCore().stream()
        .map(release -> release.version.split(":", -1))
        .filter(parts -> parts[0].equals(scala))
        .map(parts -> parts[1])
        .max(ListedRelease::compare)
        .orElseThrow(() -> new IllegalArgumentException("No Kamon is listed for Scala " + scala));
  }

  /** Whether every build runs it, and not only a full run of the suite. */
  boolean isInEveryBuild() {
    return words.contains(CI);
  }

  boolean isInThisRun() {
    return SuiteRun.isFull() || isInEveryBuild();
  }

  private static List<ListedRelease> read(Path list) {
    try {
      return Files.readAllLines(list).stream()
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .map(line -> List.of(line.split(" ", -1)))
          .map(words -> new ListedRelease(words.get(0), Set.copyOf(words.subList(1, words.size()))))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public String toString() {
    return version;
  }

  /** Orders versions of numbers, oldest first. */
  public static int compare(String version, String other) {
    return Arrays.compare(
        Arrays.stream(version.split("\\.", -1)).mapToInt(Integer::parseInt).toArray(),
        Arrays.stream(other.split("\\.", -1)).mapToInt(Integer::parseInt).toArray());
  }
}
