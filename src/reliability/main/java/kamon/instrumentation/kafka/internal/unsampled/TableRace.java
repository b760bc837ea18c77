package kamon.instrumentation.kafka.internal.unsampled;

import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import kamon.context.Context;
import kamon.instrumentation.kafka.internal.propagation.Formats;
import kamon.instrumentation.kafka.internal.settings.Settings;
import kamon.instrumentation.kafka.reliability.races.EndedSpans;
import kamon.instrumentation.kafka.reliability.races.Race;
import kamon.trace.Span;

/** More series than the table of metrics has places: each time is recorded, where it belongs. */
public final class TableRace implements Race<UnsampledSpan> {
  private static final String OPERATION = "table.race";
  private static final int TOPICS = 300;

  private final UnsampledSpans spans =
      UnsampledSpans.of(Settings.current(), Formats.of(Settings.current()));

  @Override
  public String name() {
    return "UnsampledSpans: table of metrics";
  }

  @Override
  public UnsampledSpan state() {
    return new OfTopic("topic-" + ThreadLocalRandom.current().nextInt(TOPICS));
  }

  @Override
  public List<Consumer<UnsampledSpan>> actors() {
    return Collections.nCopies(3, this::end);
  }

  private void end(UnsampledSpan span) {
    spans.ended(span, false, System.nanoTime());
  }

  @Override
  public String outcome(UnsampledSpan state) {
    return "ended";
  }

  @Override
  public Set<String> allowed() {
    return Set.of("ended");
  }

  @Override
  public String end(int states) {
    return EndedSpans.expect(OPERATION, 3L * states);
  }

  private record OfTopic(String topic) implements UnsampledSpan {
    @Override
    public SpanKind kind() {
      return SpanKind.PRODUCER;
    }

    @Override
    public String operation() {
      return OPERATION;
    }

    @Override
    public String group() {
      return null;
    }

    @Override
    public Span parent() {
      return null;
    }

    @Override
    public Context context() {
      return Context.Empty();
    }

    @Override
    public long startNanos() {
      return 0;
    }
  }
}
