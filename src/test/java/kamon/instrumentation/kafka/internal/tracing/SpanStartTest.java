package kamon.instrumentation.kafka.internal.tracing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import java.time.Instant;
import java.util.NoSuchElementException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Function;
import java.util.stream.Stream;
import kamon.Kamon$;
import kamon.trace.Sampler;
import kamon.trace.Span;
import kamon.trace.SpanBuilder;
import kamon.trace.Trace$SamplingDecision$DoNotSample$;
import kamon.trace.Trace.SamplingDecision;
import kamon.trace.Tracer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Kamon stops between its two looks at its scheduler: while the sampler is asked. */
@Tag("unit")
class SpanStartTest {
  private static Tracer tracer; // not Kamon's own, which other tests need

  private final ScheduledExecutorService scheduler = Executors.newScheduledThreadPool(1);

  static Stream<Function<SpanBuilder, Span>> starts() {
    return Stream.of(
        SpanStart::now,
        builder -> SpanStart.at(builder, Instant.now()),
        builder -> SpanStart.created(builder, Instant.now()));
  }

  @BeforeEach
  void start() {
    String sampler = "kamon.trace.sampler = \"" + Stopping.class.getName() + "\"";
    tracer =
        new Tracer(
            ConfigFactory.parseString(sampler).withFallback(ConfigFactory.load()),
            Kamon$.MODULE$.clock(),
            Kamon$.MODULE$);
    tracer.bindScheduler(scheduler);
  }

  @AfterEach
  void stop() {
    scheduler.shutdownNow();
  }

  @Test
  void kamon_throws_when_it_stops_meanwhile() {
    assertThatThrownBy(tracer.spanBuilder("send")::start)
        .isInstanceOf(NoSuchElementException.class);
  }

  @ParameterizedTest
  @MethodSource("starts")
  void span_is_the_empty_one_when_kamon_stops_meanwhile(Function<SpanBuilder, Span> start) {
    assertThat(start.apply(tracer.spanBuilder("send")).isEmpty()).isTrue();
  }

  /** Does what Kamon.stop() does in another thread. */
  public static final class Stopping implements Sampler {
    @Override
    public SamplingDecision decide(Operation operation) {
      tracer.shutdown();
      return Trace$SamplingDecision$DoNotSample$.MODULE$;
    }
  }
}
