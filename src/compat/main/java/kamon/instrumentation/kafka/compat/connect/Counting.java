package kamon.instrumentation.kafka.compat.connect;

import com.typesafe.config.Config;
import kamon.instrumentation.kafka.testbed.SpanLifecycle;
import kamon.module.Module;
import kamon.module.ModuleFactory;
import kamon.module.SpanReporter;
import kamon.trace.Span;

/** Prints now and then how many spans have started and finished, where they are too many. */
public final class Counting implements ModuleFactory {
  @Override
  public Module create(Settings settings) {
    return new Counts();
  }

  private static final class Counts implements SpanReporter {
    @Override
    public void reportSpans(scala.collection.immutable.Seq<Span.Finished> spans) {
      System.out.println("SPANS " + SpanLifecycle.started() + " " + SpanLifecycle.finished());
    }

    @Override
    public void stop() {}

    @Override
    public void reconfigure(Config config) {}
  }
}
