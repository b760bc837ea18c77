package kamon.instrumentation.kafka.testbed;

import java.io.Serializable;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import kamon.Kamon;
import kamon.tag.Tag;
import kamon.tag.Tag$;
import kamon.tag.TagSet;
import kamon.trace.Span;

/**
 * Everything Kamon told its reporters about a finished span.
 *
 * @param parentId empty for the first span of a trace
 * @param kind lower case, for example {@code producer}
 * @param service name of the service that finished the span
 * @param error whether the span was marked as failed
 * @param delayed whether the span was created before it was started
 * @param position {@code Root}, {@code LocalRoot} or {@code Unknown}
 * @param tags values are String, Long or Boolean; those of Kafka's also where they are metric tags,
 *     as backends show them
 * @param metricTags values are String, Long or Boolean; those of Kafka's are in {@code tags}
 * @param measured names of Kafka's tags that are metric tags
 * @param marks oldest first
 * @param sampling {@code sample}, {@code do-not-sample} or {@code unknown}
 */
public record ReportedSpan(
    String traceId,
    String spanId,
    String parentId,
    String name,
    String kind,
    String service,
    boolean error,
    boolean delayed,
    Instant from,
    Instant to,
    String position,
    Map<String, Object> tags,
    Map<String, Object> metricTags,
    Set<String> measured,
    List<Link> links,
    List<Mark> marks,
    String sampling)
    implements Serializable {

  /** A reference to another span; the kind is {@code FollowsFrom}. */
  public record Link(String kind, String traceId, String spanId) implements Serializable {}

  /** A named moment, for example the start of a delayed span. */
  public record Mark(String key, Instant instant) implements Serializable {}

  public ReportedSpan {
    tags = Map.copyOf(tags);
    metricTags = Map.copyOf(metricTags);
    measured = Set.copyOf(measured);
    links = List.copyOf(links);
    marks = List.copyOf(marks);
  }

  public static ReportedSpan of(Span.Finished span) {
    Map<String, Object> tags = toMap(span.tags());
    Map<String, Object> metricTags = toMap(span.metricTags());
    Set<String> measured = new HashSet<>(metricTags.keySet());
    measured.removeIf(name -> !name.startsWith("kafka.") && !name.startsWith("messaging."));
    for (String name : measured) {
      tags.put(name, metricTags.remove(name));
    }
    return new ReportedSpan(
        span.trace().id().string(),
        span.id().string(),
        span.parentId().string(),
        span.operationName(),
        span.kind().toString(),
        Kamon.environment().service(),
        span.hasError(),
        span.wasDelayed(),
        span.from(),
        span.to(),
        span.position().toString(),
        tags,
        metricTags,
        measured,
        map(
            seq(span, "links"),
            Span.Link.class,
            l -> new Link(l.kind().toString(), l.trace().id().string(), l.spanId().string())),
        map(seq(span, "marks"), Span.Mark.class, m -> new Mark(m.key(), m.instant())).stream()
            .sorted(Comparator.comparing(Mark::instant))
            .toList(),
        span.trace().samplingDecision().toString());
  }

  /** One line of text that {@link #parse} reads back. */
  public String toLine() {
    return SpanLine.write(this);
  }

  /** The span of a line that {@link #toLine} wrote; empty for all other lines. */
  public static Optional<ReportedSpan> parse(String line) {
    return SpanLine.read(line);
  }

  private static Map<String, Object> toMap(TagSet tags) {
    Map<String, Object> map = new HashMap<>();
    // Kamon's iterator reuses its Tag: nothing of it may be kept.
    scala.collection.Iterator<Tag> iterator = tags.iterator();
    while (iterator.hasNext()) {
      Tag tag = iterator.next();
      map.put(tag.key(), Tag$.MODULE$.unwrapValue(tag));
    }
    return map;
  }

  private static <S, T> List<T> map(
      scala.collection.Seq<?> seq, Class<S> type, Function<S, T> mapping) {
    List<T> list = new ArrayList<>();
    scala.collection.Iterator<?> iterator = seq.iterator();
    while (iterator.hasNext()) {
      list.add(mapping.apply(type.cast(iterator.next())));
    }
    return list;
  }

  // By name, because the descriptor says immutable.Seq from Scala 2.13 on and Seq before.
  private static scala.collection.Seq<?> seq(Span.Finished span, String accessor) {
    try {
      return (scala.collection.Seq<?>) Span.Finished.class.getMethod(accessor).invoke(span);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("Span.Finished has no " + accessor, e);
    }
  }
}
