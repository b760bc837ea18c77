package kamon.instrumentation.kafka.reliability.faults;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.function.BooleanSupplier;
import kamon.instrumentation.kafka.testbed.SpanLifecycle;
import kamon.instrumentation.kafka.testbed.Waiting;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;

/** What all scenarios of a run share, and the sums of what they have seen. */
final class World implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofMinutes(2);

  private final String bootstrapServers;
  private final String suffix;
  private final Tracing tracing;
  private final boolean isLong;
  private final Admin admin;
  private final Parent parent = new Parent();
  private final List<Sends> sends = new ArrayList<>();
  private long processed;

  World(String bootstrapServers, String mode, boolean isLong) {
    this.bootstrapServers = bootstrapServers;
    this.suffix = "-" + mode;
    this.tracing = new Tracing(mode);
    this.isLong = isLong;
    this.admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers));
  }

  String bootstrapServers() {
    return bootstrapServers;
  }

  Tracing tracing() {
    return tracing;
  }

  Admin admin() {
    return admin;
  }

  Parent parent() {
    return parent;
  }

  /** Fails where what is awaited does not come. */
  static void await(String what, BooleanSupplier condition) {
    if (!Waiting.until(LIMIT, condition)) {
      throw new IllegalStateException("Waited " + LIMIT.toSeconds() + " s for " + what);
    }
  }

  /** The one in every build, the other in the long run. */
  int pick(int inShort, int inLong) {
    return isLong ? inLong : inShort;
  }

  /** A line that has to be the same with the agent and without. */
  void print(String line) {
    System.out.println("| " + line.replace(suffix, ""));
  }

  synchronized void add(Sends some) {
    sends.add(some);
  }

  synchronized void processed(long more) {
    processed += more;
  }

  /** A name of this run alone, because the broker has those of the other runs too. */
  String own(String name) {
    return name + suffix;
  }

  /** Creates a topic; its full name. */
  String topic(String shortName, int partitions, Map<String, String> settings) {
    String name = own(shortName);
    NewTopic topic = new NewTopic(name, Optional.of(partitions), Optional.empty());
    try {
      admin.createTopics(List.of(topic.configs(settings))).all().get();
      // Known is not ready: a producer without retries would be told that nobody leads it yet.
      Map<TopicPartition, OffsetSpec> all = new HashMap<>();
      for (int i = 0; i < partitions; i++) {
        all.put(new TopicPartition(name, i), OffsetSpec.earliest());
      }
      admin.listOffsets(all).all().get();
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException("No topic " + name, e);
    }
    return name;
  }

  /** Holds what was sent against what is stored and what was reported. */
  synchronized void finish() throws InterruptedException {
    long acknowledged = 0;
    long failed = 0;
    int surely = 0;
    for (Sends some : sends) {
      for (Sent sent : some.all) {
        acknowledged += sent.isAcknowledged() ? 1 : 0;
        failed += sent.problem() == null ? 0 : 1;
        surely += sent.sampled == Tracing.Sampled.YES ? 1 : 0;
      }
    }
    figure("sent", acknowledged + failed);
    figure("acknowledged", acknowledged);
    figure("failed", failed);
    figure("processed", processed);
    if (!tracing.isOn()) {
      return;
    }
    Reports reports = tracing.reports();
    boolean here = reports.await("producer.send", acknowledged, failed, surely);
    here &= reports.await("consumer.process", processed, 0, surely);
    figure("ended", reports.ended("producer.send", false));
    figure("ended failed", reports.ended("producer.send", true));
    figure("ended consumer", reports.ended("consumer.process", false));
    figure("reported twice", reports.twice());
    figure("reported", reports.reported());
    figure("untrue", sends.stream().mapToLong(this::untrue).sum());
    figure("all here", here ? 1 : 0);
    figure("hooks started", SpanLifecycle.started());
    figure("hooks finished", SpanLifecycle.finished());
  }

  private long untrue(Sends some) {
    long untrue = 0;
    for (Sent sent : some.all) {
      Reports.Said said = tracing.reports().of(sent.key);
      boolean wrong =
          said == null
              ? sent.sampled == Tracing.Sampled.YES
              : sent.sampled == Tracing.Sampled.NO || !Reports.isTrue(said, sent.problem());
      if (wrong && untrue++ < 10) {
        System.out.println("UNTRUE " + sent.key + " " + said + " " + some.text(sent.problem()));
      }
    }
    return untrue;
  }

  static void figure(String name, long value) {
    System.out.println("= " + name + " = " + value);
  }

  @Override
  public void close() {
    admin.close();
  }
}
