package kamon.instrumentation.kafka.internal.unsampled;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.function.Supplier;
import kamon.Kamon;
import kamon.context.Context;
import kamon.instrumentation.kafka.Tracing;
import kamon.instrumentation.kafka.internal.propagation.Formats;
import kamon.instrumentation.kafka.internal.settings.Settings;
import kamon.trace.Span;
import kamon.trace.Span$Empty$;
import kamon.trace.Trace$SamplingDecision$DoNotSample$;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A span that cannot be made when somebody looks. */
class LazyContextTest {
  @RegisterExtension final Tracing tracing = new Tracing();

  @Test
  void end_of_a_span_that_kamon_does_not_make_is_not_that_of_its_parent() {
    endWithin(() -> Span$Empty$.MODULE$);
  }

  @Test
  void end_of_a_span_that_fails_to_be_made_is_not_that_of_its_parent() {
    endWithin(
        () -> {
          throw new IllegalStateException("no span");
        });
  }

  private static void endWithin(Supplier<Span> start) {
    Span parent =
        Kamon.spanBuilder("parent")
            .samplingDecision(Trace$SamplingDecision$DoNotSample$.MODULE$)
            .start();
    LazyContext context = new OfRecord(Context.of(Span.Key(), parent), start);
    assertThat(context.get(Span.Key())).isSameAs(parent);
    context.failed(new IllegalStateException("of the record"));
    context.end();
    assertThat(parent.name("still open").operationName()).isEqualTo("still open");
    assertThat(parent.trace().failedSpansCount()).isZero();
    parent.finish();
  }

  private static final class OfRecord extends LazyContext {
    private final Supplier<Span> start;

    private OfRecord(Context source, Supplier<Span> start) {
      super(
          UnsampledSpans.of(Settings.current(), Formats.of(Settings.current())),
          source,
          source.tags(),
          Kamon.clock().nanos());
      this.start = start;
    }

    @Override
    public SpanKind kind() {
      return SpanKind.CONSUMER;
    }

    @Override
    public String operation() {
      return "consumer.process";
    }

    @Override
    public String topic() {
      return "t";
    }

    @Override
    public String group() {
      return null;
    }

    @Override
    protected Span start(UnsampledSpans from, Context base, Instant at) {
      return start.get();
    }
  }
}
