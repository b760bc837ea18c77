package kamon.instrumentation.kafka.reliability.soak;

import com.typesafe.config.Config;
import java.util.concurrent.atomic.LongAdder;
import kamon.module.SpanReporter;
import kamon.trace.Span;

/** How many spans Kamon has reported. */
final class SampledSpans implements SpanReporter {
  private final LongAdder count = new LongAdder();

  @Override
  public void reportSpans(scala.collection.immutable.Seq<Span.Finished> spans) {
    count.add(spans.size());
  }

  long count() {
    return count.sum();
  }

  @Override
  public void stop() {}

  @Override
  public void reconfigure(Config config) {}
}
