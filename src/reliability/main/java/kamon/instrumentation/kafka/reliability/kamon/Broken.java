package kamon.instrumentation.kafka.reliability.kamon;

import com.typesafe.config.Config;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import kamon.context.BinaryPropagation;
import kamon.context.Context;
import kamon.context.Propagation;
import kamon.instrumentation.kafka.KafkaPropagator;
import kamon.module.SpanReporter;
import kamon.trace.AdaptiveSampler;
import kamon.trace.Sampler;
import kamon.trace.Span;
import kamon.trace.SpanBuilder;
import kamon.trace.Trace;
import kamon.trace.Tracer;
import org.apache.kafka.common.header.Headers;

/**
 * Parts of Kamon's, and parts that users give it, each of which fails as a system property says.
 */
public final class Broken {
  static final String KIND = "broken";

  private Broken() {}

  /** Throws what the property says. */
  static void fail(String where) {
    switch (System.getProperty(KIND, "exception")) {
      case "exception" -> throw new IllegalStateException(where);
      case "stack" -> throw new StackOverflowError(where);
      case "link" -> throw new NoClassDefFoundError(where);
      case "assertion" -> throw new AssertionError(where);
      default -> {}
    }
  }

  /** Of our interface: fails, or returns null. */
  public static final class OurPropagator implements KafkaPropagator {
    @Override
    public Context read(Headers headers) {
      fail("read");
      return null;
    }

    @Override
    public void write(Context context, Headers headers) {
      headers.add("half-written", new byte[] {1});
      fail("write");
    }
  }

  /** Of the interface of Kamon's own module. */
  public static final class KamonsPropagator
      implements Propagation.EntryReader<Headers>, Propagation.EntryWriter<Headers> {
    @Override
    public Context read(Headers headers, Context context) {
      fail("read");
      return null;
    }

    @Override
    public void write(Context context, Headers headers) {
      fail("write");
    }
  }

  /** Is never made. */
  public static final class Endless implements KafkaPropagator {
    static final CountDownLatch BEGUN = new CountDownLatch(1);

    public Endless() throws InterruptedException {
      BEGUN.countDown();
      new CountDownLatch(1).await();
    }

    @Override
    public Context read(Headers headers) {
      return Context.Empty();
    }

    @Override
    public void write(Context context, Headers headers) {}
  }

  /** Cannot be made. */
  public static final class Unmakeable implements KafkaPropagator {
    public Unmakeable() {
      fail("constructor");
    }

    @Override
    public Context read(Headers headers) {
      return Context.Empty();
    }

    @Override
    public void write(Context context, Headers headers) {}
  }

  /** A codec of a context entry. */
  public static final class Codec
      implements Propagation.EntryReader<BinaryPropagation.ByteStreamReader>,
          Propagation.EntryWriter<BinaryPropagation.ByteStreamWriter> {
    static final Context.Key<String> KEY = Context.key("own", "none");

    @Override
    public Context read(BinaryPropagation.ByteStreamReader reader, Context context) {
      fail("codec read");
      return context.withEntry(KEY, "read");
    }

    @Override
    public void write(Context context, BinaryPropagation.ByteStreamWriter writer) {
      fail("codec write");
      writer.write(new byte[4 << 20]);
    }
  }

  /** A sampler: throws, or returns null. */
  public static final class BrokenSampler implements Sampler {
    @Override
    public Trace.SamplingDecision decide(Operation operation) {
      fail("sampler");
      return null;
    }
  }

  /**
   * One that is Kamon's adaptive sampler, too, which we ask ourselves where nothing is made of it.
   */
  public static final class BrokenAdaptiveSampler extends AdaptiveSampler {
    @Override
    public Trace.SamplingDecision decide(Operation operation) {
      fail("adaptive sampler");
      return null;
    }
  }

  /** At the start of each span. */
  public static final class PreStart implements Tracer.PreStartHook {
    @Override
    public void beforeStart(SpanBuilder builder) {
      fail("pre-start");
    }
  }

  /** At the end of each. */
  public static final class PreFinish implements Tracer.PreFinishHook {
    @Override
    public void beforeFinish(Span span) {
      fail("pre-finish");
    }
  }

  /** Blocks for ever, throws, or keeps all that it gets. */
  static final class Reporter implements SpanReporter {
    private final List<Object> leaked = new ArrayList<>();
    private final boolean blocks;

    Reporter(boolean blocks) {
      this.blocks = blocks;
    }

    @Override
    public void reportSpans(scala.collection.immutable.Seq<Span.Finished> spans) {
      leaked.add(spans);
      if (blocks) {
        try {
          new CountDownLatch(1).await();
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
        }
      }
      fail("reporter");
    }

    @Override
    public void stop() {
      fail("stop of the reporter");
    }

    @Override
    public void reconfigure(Config config) {
      fail("reconfigure of the reporter");
    }
  }
}
