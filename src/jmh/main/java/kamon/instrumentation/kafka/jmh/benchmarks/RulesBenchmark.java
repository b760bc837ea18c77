package kamon.instrumentation.kafka.jmh.benchmarks;

import com.typesafe.config.ConfigFactory;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import kamon.Kamon;
import kamon.instrumentation.kafka.internal.settings.ClientPolicies;
import kamon.instrumentation.kafka.internal.settings.Settings;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** What a record pays for rules of topics: the look at the settings, with rules and without. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class RulesBenchmark {
  private static final String RULES =
      "kamon.instrumentation.kafka.client.tracing.topics = ["
          + "{ topic = \"audit.*\", trace = ignore },"
          + "{ topic = \"*\", client = \"web-*\", use-delayed-spans = yes },"
          + "{ topic = \"topic-*\", operations.consumer = \"process {topic}\" }]";

  @Param({"false", "true"})
  boolean rules;

  @Param({"1", "10", "1000"})
  int topics;

  private final ClientPolicies client = new ClientPolicies("orders-1", "orders");
  private String[] names;
  private int next;

  @Setup
  public void start() {
    if (rules) {
      Kamon.reconfigure(ConfigFactory.parseString(RULES).withFallback(Kamon.config()));
    }
    names = IntStream.range(0, topics).mapToObj(i -> "topic-" + i).toArray(String[]::new);
    if (rules == policy().equals(Settings.current().policy("audit.log"))) {
      throw new IllegalStateException("Rules have no effect, or there are some");
    }
  }

  @Benchmark
  public Object policy() {
    next = next + 1 == names.length ? 0 : next + 1;
    return client.of(Settings.current(), names[next]);
  }
}
