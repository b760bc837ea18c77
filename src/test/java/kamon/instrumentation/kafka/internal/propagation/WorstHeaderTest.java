package kamon.instrumentation.kafka.internal.propagation;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import com.typesafe.config.ConfigFactory;
import java.lang.management.ManagementFactory;
import java.util.Random;
import java.util.function.ToLongFunction;
import kamon.Kamon;
import kamon.instrumentation.kafka.internal.propagation.kctx.RawKctx;
import kamon.instrumentation.kafka.internal.settings.Settings;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Row B3: looks for the header that costs most, by changing what costs much already. Longer with
 * {@code -Dworst.header.tries=1000000}.
 */
@Tag("unit")
class WorstHeaderTest {
  private static final int TRIES = Integer.getInteger("worst.header.tries", 6_000);
  private static final int RESTARTS = 6;
  private static final int MAX_SEARCHED = 8 * 1024;
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  /** Read before each measured one: the tags that were kept last are never the same. */
  private final Headers other = headers(new RawKctx().tag("other", "x").span(8, 8, 8).bytes());

  /** A span, the sender's name, and two tags of an application, one of which always changes. */
  private final byte[] ordinary =
      new RawKctx()
          .tag("upstream.name", "tests")
          .tag("tenant", "acme-incorporated")
          .tag("request.id", "5f0c3f5e-8d5b-4a8e-9d3e-2f6f0d8a7b61")
          .span(8, 8, 8)
          .bytes();

  private Format format;

  @BeforeEach
  void configure() {
    // Upstream names that are made up are over this limit: the dearest way for them.
    Kamon.reconfigure(
        ConfigFactory.parseString(
                "kamon.instrumentation.kafka.client.tracing.incoming.max-metric-tag-values = 1")
            .withFallback(ConfigFactory.load()));
    format = Formats.of(Settings.current());
    format.read(headers(ordinary));
  }

  @AfterEach
  void restore() {
    Kamon.reconfigure(ConfigFactory.load());
  }

  @Test
  void worst_header_allocates_a_small_multiple_of_an_ordinary_one() {
    byte[] worst = search(this::bytesFor, 20261126);
    long bytes = bytesFor(worst);
    long usual = bytesFor(ordinary);
    say("allocates " + bytes + " bytes", worst, usual);
    // It may be 14 times as long: for each of its bytes it costs less than an ordinary one. After
    // 400,000 tries it was 12 times; before there were limits, 13,000 times.
    assertThat(bytes).isLessThanOrEqualTo(14 * usual);
    assertThat(bytes / worst.length).isLessThanOrEqualTo(usual / ordinary.length);
  }

  @Test
  void worst_header_takes_a_small_multiple_of_the_time() {
    byte[] worst = search(this::nanosFor, 20261127);
    long nanos = nanosFor(worst);
    long usual = nanosFor(ordinary);
    // One may be from before the compiler's work, and the other from after it.
    for (int i = 0; i < 1_000 && nanos > 60 * usual; i++) {
      nanos = Math.min(nanos, nanosFor(worst));
      usual = Math.min(usual, nanosFor(ordinary));
    }
    say("takes " + nanos + " ns", worst, usual);
    // 12 times after 400,000 tries, and more on a machine that is busy; without limits, 100,000
    // times.
    assertThat(nanos).isLessThanOrEqualTo(60 * usual);
  }

  private byte[] search(ToLongFunction<byte[]> cost, long seed) {
    Random random = new Random(seed);
    byte[] worst = ordinary;
    for (int restart = 0; restart < RESTARTS; restart++) {
      HeaderGenome best = HeaderGenome.random(random);
      for (int i = 0; i < TRIES / RESTARTS; i++) {
        HeaderGenome next = best.mutated(random);
        // Both anew: a time from before the compiler's work is no measure for one from after it.
        if (next.bytes().length <= MAX_SEARCHED
            && cost.applyAsLong(next.bytes()) >= cost.applyAsLong(best.bytes())) {
          best = next;
        }
      }
      if (cost.applyAsLong(best.bytes()) > cost.applyAsLong(worst)) {
        worst = best.bytes();
      }
    }
    return worst;
  }

  /**
   * The least of some reads: what is allocated once, by the JVM or for a log line, is not meant.
   */
  private long bytesFor(byte[] kctx) {
    Headers headers = headers(kctx);
    long least = Long.MAX_VALUE;
    for (int i = 0; i < 4; i++) {
      format.read(other);
      long before = THREADS.getCurrentThreadAllocatedBytes();
      format.read(headers);
      least = Math.min(least, THREADS.getCurrentThreadAllocatedBytes() - before);
    }
    return least;
  }

  private void say(String what, byte[] worst, long usual) {
    System.out.println(
        "The worst header of "
            + worst.length
            + " bytes "
            + what
            + ", an ordinary one of "
            + ordinary.length
            + " bytes "
            + usual);
  }

  private long nanosFor(byte[] kctx) {
    Headers headers = headers(kctx);
    long least = Long.MAX_VALUE;
    for (int i = 0; i < 30; i++) {
      format.read(other);
      long before = System.nanoTime();
      format.read(headers);
      least = Math.min(least, System.nanoTime() - before);
    }
    return least;
  }

  private static Headers headers(byte[] kctx) {
    return new RecordHeaders().add("kctx", kctx);
  }
}
