package kamon.instrumentation.kafka.reliability.fuzz;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import kamon.context.Context;
import kamon.tag.Tag;
import kamon.tag.Tag$;
import kamon.trace.Span;
import kamon.trace.Trace$SamplingDecision$Unknown$;

/** What stands in a context, to compare it with another. */
record Seen(String trace, String span, String parent, String decision, Map<String, Object> tags) {
  private static final String UPSTREAM = "upstream.name";

  static Seen of(Context context) {
    Map<String, Object> tags = new TreeMap<>();
    scala.collection.Iterator<Tag> all = context.tags().iterator();
    while (all.hasNext()) {
      Tag tag = all.next();
      // Each service writes its own name.
      if (!tag.key().equals(UPSTREAM)) {
        tags.put(tag.key(), Tag$.MODULE$.unwrapValue(tag));
      }
    }
    Span span = context.get(Span.Key());
    return new Seen(
        span.trace().id().string(),
        span.id().string(),
        span.parentId().string(),
        span.trace().samplingDecision().toString(),
        tags);
  }

  boolean hasSpan() {
    return !span.isEmpty();
  }

  boolean isDecided() {
    return !decision.equals(Trace$SamplingDecision$Unknown$.MODULE$.toString());
  }

  Seen withoutParent() {
    return new Seen(trace, span, "", decision, tags);
  }

  Seen withoutSpan() {
    return of(Context.Empty()).withTags(tags);
  }

  Seen withoutTags() {
    return withTags(Map.of());
  }

  private Seen withTags(Map<String, Object> other) {
    return new Seen(trace, span, parent, decision, other);
  }

  /** How many bytes the tags are at least. */
  int size() {
    int size = 0;
    for (Map.Entry<String, Object> tag : tags.entrySet()) {
      size += tag.getKey().getBytes(StandardCharsets.UTF_8).length;
      size += tag.getValue().toString().getBytes(StandardCharsets.UTF_8).length;
    }
    return size;
  }
}
