package kamon.instrumentation.kafka.internal.tracing;

import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import kamon.Kamon;
import kamon.context.Context;
import kamon.instrumentation.kafka.internal.carry.HeaderRoom;
import kamon.instrumentation.kafka.internal.log.Warning;
import kamon.instrumentation.kafka.internal.propagation.Format;
import kamon.instrumentation.kafka.internal.unsampled.SpanKind;
import kamon.instrumentation.kafka.internal.unsampled.UnsampledSpans;
import kamon.tag.TagSet;
import kamon.trace.Span;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.header.Headers;

/** A send whose span is its id and its start, because nobody will see more of it. */
final class UnsampledSend extends Send {
  private static final Warning NOT_COMPLETED = new Warning();
  private static final AtomicIntegerFieldUpdater<UnsampledSend> ENDED =
      AtomicIntegerFieldUpdater.newUpdater(UnsampledSend.class, "ended");

  private final UnsampledSpans spans;
  private final Span parent;
  private final long id = ThreadLocalRandom.current().nextLong();
  private final long startNanos = Kamon.clock().nanos();
  private volatile int ended;

  UnsampledSend(
      UnsampledSpans spans,
      Context sender,
      Span parent,
      Format format,
      HeaderRoom room,
      String topic,
      Callback callback) {
    super(sender, format, room, topic, callback);
    this.spans = spans;
    this.parent = parent;
  }

  @Override
  protected boolean hasSpan() {
    return true;
  }

  @Override
  protected int writeSpan(Format format, Headers wire) {
    return format.writeChild(context(), parent, id, wire);
  }

  @Override
  void finish(RecordMetadata metadata, Throwable failure) {
    if (!ENDED.compareAndSet(this, 0, 1)) {
      return;
    }
    long now = Kamon.clock().nanos();
    boolean failed = failure != null;
    spans.ended(
        SpanKind.PRODUCER, ProducerSpans.OPERATION, parent, context(), failed, startNanos, now);
    try {
      if (failed) {
        rejected(failure);
      }
      if (UnsampledSpans.isKept(parent.trace())) {
        report(metadata, failure, now);
      }
    } catch (Throwable t) {
      NOT_COMPLETED.log("Could not complete a producer.send span", t);
    }
  }

  /** Somebody has decided, since the send began, to keep its trace. */
  private void report(RecordMetadata metadata, Throwable failure, long now) throws Throwable {
    TagSet.Builder tags = TagSet.builder().add(KafkaTags.TOPIC, topic());
    if (failure == null && metadata != null) {
      tags.add(KafkaTags.PARTITION, (long) metadata.partition());
    }
    spans.report(
        SpanKind.PRODUCER,
        ProducerSpans.OPERATION,
        parent,
        context(),
        id,
        tags,
        failure,
        startNanos,
        now);
  }
}
