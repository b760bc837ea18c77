package kamon.instrumentation.kafka.internal.tracing;

import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import kamon.Kamon;
import kamon.context.Context;
import kamon.instrumentation.kafka.internal.carry.HeaderRoom;
import kamon.instrumentation.kafka.internal.log.Warning;
import kamon.instrumentation.kafka.internal.propagation.Format;
import kamon.instrumentation.kafka.internal.settings.PlacedTag;
import kamon.instrumentation.kafka.internal.settings.TagSettings;
import kamon.instrumentation.kafka.internal.unsampled.SpanKind;
import kamon.instrumentation.kafka.internal.unsampled.UnsampledSpan;
import kamon.instrumentation.kafka.internal.unsampled.UnsampledSpans;
import kamon.tag.TagSet;
import kamon.trace.Span;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.header.Headers;

/** A send whose span is its id and its start, because nobody will see more of it. */
final class UnsampledSend extends Send implements UnsampledSpan {
  private static final Warning NOT_COMPLETED = new Warning();
  private static final AtomicIntegerFieldUpdater<UnsampledSend> ENDED =
      AtomicIntegerFieldUpdater.newUpdater(UnsampledSend.class, "ended");

  private final UnsampledSpans spans;
  private final Span parent;
  private final String operation;
  private final long id = ThreadLocalRandom.current().nextLong();
  private final long startNanos = Kamon.clock().nanos();
  private volatile int ended;

  UnsampledSend(
      UnsampledSpans spans,
      Context sender,
      Span parent,
      String operation,
      Format format,
      HeaderRoom room,
      String topic,
      Callback callback) {
    super(sender, format, room, topic, callback);
    this.spans = spans;
    this.parent = parent;
    this.operation = operation;
  }

  @Override
  public SpanKind kind() {
    return SpanKind.PRODUCER;
  }

  @Override
  public String operation() {
    return operation;
  }

  @Override
  public String group() {
    return null;
  }

  @Override
  public Span parent() {
    return parent;
  }

  @Override
  public long startNanos() {
    return startNanos;
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
    spans.ended(this, failure != null, now);
    try {
      if (failure != null) {
        rejected(failure);
      }
      if (UnsampledSpans.isKept(parent.trace())) {
        spans.report(this, id, tags(failure == null ? metadata : null), failure, now);
      }
    } catch (Throwable t) {
      NOT_COMPLETED.log("Could not complete a producer.send span", t);
    }
  }

  /**
   * Somebody has decided, since the send began, to keep its trace.
   *
   * @param metadata null for none
   */
  private TagSet.Builder tags(RecordMetadata metadata) {
    TagSettings settings = spans.settings().tags();
    TagSet.Builder tags = TagSet.builder();
    PlacedTag topic = settings.topic();
    if (topic.isWanted() && topic.measured(topic()) == null) {
      tags.add(topic.name(), topic());
    }
    if (metadata != null && settings.partition().isWanted()) {
      tags.add(settings.partition().name(), (long) metadata.partition());
    }
    return tags;
  }
}
