package kamon.instrumentation.kafka.internal.unsampled;

import java.util.Objects;
import kamon.instrumentation.kafka.internal.metrics.KeptInstrument;
import kamon.instrumentation.kafka.internal.settings.TagSettings;
import kamon.metric.Timer;
import kamon.tag.TagSet;
import kamon.trace.Span$Metrics$;
import kamon.trace.Span$TagKeys$;

/** One series of span.processing-time, in which Kamon records each span. Thread-safe. */
final class SpanMetric extends KeptInstrument<Timer> {
  private final SpanKind kind;
  private final String operation;
  private final String topic;
  private final String group;
  private final boolean failed;
  private final String parentOperation;
  private final String upstream;
  private final TagSet tags;

  /**
   * @param parentOperation null for none
   * @param upstream null for none
   */
  SpanMetric(
      UnsampledSpan span,
      boolean failed,
      String parentOperation,
      String upstream,
      TagSettings settings) {
    this.kind = span.kind();
    this.operation = span.operation();
    this.topic = span.topic();
    this.group = span.group();
    this.failed = failed;
    this.parentOperation = parentOperation;
    this.upstream = upstream;
    this.tags = tags(settings);
  }

  private TagSet tags(TagSettings settings) {
    Span$TagKeys$ keys = Span$TagKeys$.MODULE$;
    TagSet.Builder all =
        TagSet.builder()
            .add(keys.Component(), kind.component())
            .add(keys.OperationName(), operation)
            .add(keys.Error(), failed)
            .add(keys.SpanKind(), kind.kamons().toString());
    put(all, keys.ParentOperationName(), parentOperation);
    put(all, keys.UpstreamName(), upstream);
    put(all, settings.topic().name(), settings.topic().measured(topic));
    if (group != null) {
      put(all, settings.group().name(), settings.group().measured(group));
    }
    return all.build();
  }

  private static void put(TagSet.Builder all, String name, Object value) {
    if (value != null) {
      all.add(name, value.toString());
    }
  }

  boolean is(UnsampledSpan span, boolean failure, String ofParent, String upstreamName) {
    return kind == span.kind()
        && failed == failure
        && operation.equals(span.operation())
        && topic.equals(span.topic())
        && Objects.equals(group, span.group())
        && Objects.equals(parentOperation, ofParent)
        && Objects.equals(upstream, upstreamName);
  }

  static int hash(UnsampledSpan span, boolean failure, String parent, String upstream) {
    int hash = span.operation().hashCode() * 31 + span.topic().hashCode();
    hash = hash * 31 + (span.group() == null ? 0 : span.group().hashCode());
    hash = hash * 31 + (parent == null ? 0 : parent.hashCode());
    hash = hash * 31 + (upstream == null ? 0 : upstream.hashCode());
    hash = hash * 4 + span.kind().ordinal() * 2 + (failure ? 1 : 0);
    return hash ^ (hash >>> 16);
  }

  TagSet tags() {
    return tags;
  }

  /**
   * @param now of System.nanoTime()
   */
  void record(long nanos, long now) {
    get(now).record(nanos);
  }

  @Override
  protected Timer lookUp(long now) {
    return Span$Metrics$.MODULE$.ProcessingTime().withTags(tags);
  }
}
