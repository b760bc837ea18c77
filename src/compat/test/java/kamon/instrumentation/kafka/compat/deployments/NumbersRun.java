package kamon.instrumentation.kafka.compat.deployments;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import kamon.instrumentation.kafka.testbed.KafkaBroker;

/**
 * A worker whose source and sink fail now and then, and are paused, restarted and given more tasks
 * while numbers go from one to the other.
 */
final class NumbersRun {
  private static final String PLUGINS = "kamon.instrumentation.kafka.compat.numbers.";
  private static final Duration LIMIT = Duration.ofMinutes(30);
  private static final long MISSED_NANOS = TimeUnit.SECONDS.toNanos(15);
  private static final int TASKS_OF_SOURCE = 2;

  // Of each fifty one is left out by the source's transformation, one is refused by the sink's, and
  // one cannot be converted.
  private static final int EVERY = 50;
  private static final int ARRIVE = 47;
  private static final int DIE = 2;
  private static final int WELL = 26;
  private static final int PARTS = 8;

  private final ConnectWorker worker;
  private final String servers;
  private final String name;
  private final int numbers;
  private final List<String> facts = new ArrayList<>();
  private final TreeSet<String> failures = new TreeSet<>();

  private NumbersRun(ConnectWorker worker, String servers, String name, int numbers) {
    this.worker = worker;
    this.servers = servers;
    this.name = name;
    this.numbers = numbers;
  }

  /**
   * @param facts what must be the same with and without an agent
   * @param sent how many records were sent at least
   * @param lines all that the worker has printed
   */
  record Result(List<String> facts, long sent, List<String> lines) {}

  /**
   * @param numbers a multiple of 400
   * @param jvmArgs with the agent, or without
   */
  static Result of(
      ConnectRelease release,
      KafkaBroker broker,
      Path folder,
      String name,
      int numbers,
      String... jvmArgs)
      throws IOException {
    for (String topic : List.of("in", "out", "dead")) {
      broker.createTopic(name + "-" + topic, NumbersTopics.LANES);
    }
    try (ConnectWorker worker =
        ConnectWorker.start(release, broker, folder, name, List.of(jvmArgs))) {
      NumbersRun run = new NumbersRun(worker, broker.bootstrapServers(), name, numbers);
      run.run();
      run.stop(jvmArgs.length > 0);
      return new Result(run.facts, numbers / EVERY * (2L * ARRIVE + 2 * DIE), worker.jvm().lines());
    }
  }

  private void run() {
    worker.connect(name + "-source", source());
    worker.connect(name + "-sink", sink(2));
    awaitDone(1);
    worker.ask("PUT", name + "-sink/pause");
    await(() -> hasLeft("RUNNING", "PAUSED"));
    resume();
    awaitDone(PARTS / 2);
    worker.connect(name + "-sink", sink(TASKS_OF_SOURCE + 1));
    for (int task = 0; task < TASKS_OF_SOURCE; task++) {
      restart("source", task);
    }
    awaitDone(PARTS);
    await(() -> state("source").isAll("RUNNING", TASKS_OF_SOURCE));
    await(() -> state("sink").isAll("RUNNING", TASKS_OF_SOURCE + 1));
    // Not those that were seen in time: a rebalance restarts a failed task, too.
    facts.add("failures: " + lines("FATAL ").distinct().sorted().toList());
    NumbersTopics topics = new NumbersTopics(servers, name);
    await(() -> topics.count("dead") == numbers / EVERY * DIE);
    await(topics::isCommitted);
    await(() -> topics.offsetsOfSource().equals(lastNumbers()));
    facts.addAll(topics.facts());
  }

  /** A task that retries just then can miss it, without an agent too: seen with Connect 3.9.2. */
  private void resume() {
    worker.ask("PUT", name + "-sink/resume");
    AtomicLong asked = new AtomicLong(System.nanoTime());
    await(
        () -> {
          if (System.nanoTime() - asked.get() > MISSED_NANOS) {
            asked.set(System.nanoTime());
            state("sink").in("PAUSED").forEach(task -> restart("sink", task));
          }
          return hasLeft("PAUSED", "RUNNING");
        });
  }

  private void restart(String connector, int task) {
    worker.ask("POST", name + "-" + connector + "/tasks/" + task + "/restart");
  }

  /** The last number of each lane, and where the source would go on. */
  private Map<Integer, Integer> lastNumbers() {
    Map<Integer, Integer> last = new HashMap<>();
    for (int lane = 0; lane < NumbersTopics.LANES; lane++) {
      last.put(lane, numbers - NumbersTopics.LANES + lane);
    }
    return last;
  }

  /** Nothing is under way after it. */
  private void stop(boolean traced) {
    worker.ask("DELETE", name + "-source");
    worker.ask("DELETE", name + "-sink");
    await(() -> lines("STARTED").count() == lines("STOPPED").count());
    if (traced) {
      // The first line may have been under way.
      long before = lines("SPANS ").count();
      await(() -> lines("SPANS ").count() >= before + 2);
    }
  }

  private Stream<String> lines(String start) {
    return worker.jvm().lines().stream().filter(line -> line.startsWith(start));
  }

  private void awaitDone(int parts) {
    String line = "DONE " + arriving() / PARTS * parts;
    await(
        () -> {
          restartFailed("source");
          restartFailed("sink");
          return lines(line).anyMatch(line::equals);
        });
  }

  private void await(BooleanSupplier condition) {
    worker.await(condition, LIMIT, facts);
  }

  /** As an operator does it, once for each failure; what else goes on does not wait for it. */
  private void restartFailed(String connector) {
    state(connector)
        .failures()
        .forEach(
            (task, failure) -> {
              if (failures.add(connector + " " + failure)) {
                restart(connector, task);
              }
            });
  }

  /** Whether the sink is in another state, and each task that has not failed. */
  private boolean hasLeft(String former, String now) {
    ConnectorState sink = state("sink");
    return sink.state().equals(now) && !sink.tasks().containsValue(former);
  }

  private ConnectorState state(String connector) {
    return ConnectorState.of(worker.ask("GET", name + "-" + connector + "/status"));
  }

  private int arriving() {
    return numbers / EVERY * ARRIVE;
  }

  private Map<String, String> source() {
    Map<String, String> settings = both("source", 3);
    settings.put("connector.class", PLUGINS + "NumbersSource");
    settings.put("tasks.max", String.valueOf(TASKS_OF_SOURCE));
    settings.put("topic", name + "-in");
    settings.put("numbers", String.valueOf(numbers));
    return settings;
  }

  private Map<String, String> sink(int tasks) {
    Map<String, String> settings = both("sink", 6);
    settings.put("connector.class", PLUGINS + "NumbersSink");
    settings.put("tasks.max", String.valueOf(tasks));
    settings.put("topics", name + "-in");
    settings.put("out", name + "-out");
    settings.put("servers", servers);
    settings.put("tell.every", String.valueOf(arriving() / PARTS));
    settings.put("consumer.override.max.poll.records", "100");
    settings.put("consumer.override.isolation.level", "read_committed");
    settings.put("value.converter", "org.apache.kafka.connect.json.JsonConverter");
    settings.put("value.converter.schemas.enable", "false");
    settings.put("errors.deadletterqueue.topic.name", name + "-dead");
    settings.put("errors.deadletterqueue.topic.replication.factor", "1");
    settings.put("errors.deadletterqueue.context.headers.enable", "true");
    return settings;
  }

  private Map<String, String> both(String which, int never) {
    Map<String, String> settings = new HashMap<>();
    settings.put(which + ".fatal", "%d,%d".formatted(fatal(3), fatal(4)));
    settings.put("errors.tolerance", "all");
    settings.put("errors.retry.timeout", "60000");
    settings.put("errors.retry.delay.max.ms", "10");
    settings.put("transforms", "picky");
    settings.put("transforms.picky.type", PLUGINS + "Picky");
    settings.put("transforms.picky.name", which);
    settings.put("transforms.picky.never", String.valueOf(never));
    return settings;
  }

  /** A number at which a task fails, some eighths on. */
  private int fatal(int eighths) {
    int number = numbers / PARTS * eighths;
    return number - number % EVERY + WELL;
  }
}
