package kamon.instrumentation.kafka.testbed;

import com.typesafe.config.Config;
import kamon.module.SpanReporter;
import kamon.trace.Span;

/**
 * A reporter that gets spans one by one as they finished, with the Kamon of every Scala version.
 */
abstract class SpanListener implements SpanReporter {

  abstract void onSpan(ReportedSpan span);

  @Override
  public final void reportSpans(scala.collection.immutable.Seq<Span.Finished> spans) {
    reportSpans((scala.collection.Seq<Span.Finished>) spans);
  }

  /** What Kamon for Scala 2.11 and 2.12 calls. */
  public final void reportSpans(scala.collection.Seq<Span.Finished> spans) {
    // Kamon hands over each batch newest first (Tracer.spans); tests read better in finish order.
    scala.collection.Iterator<Span.Finished> iterator = spans.reverseIterator();
    while (iterator.hasNext()) {
      onSpan(ReportedSpan.of(iterator.next()));
    }
  }

  @Override
  public final void stop() {}

  @Override
  public final void reconfigure(Config config) {}
}
