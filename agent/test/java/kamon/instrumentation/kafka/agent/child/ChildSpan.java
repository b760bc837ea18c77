package kamon.instrumentation.kafka.agent.child;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import kamon.tag.Tag;
import kamon.tag.Tag$;
import kamon.tag.TagSet;
import kamon.trace.Span;

/** A finished span on its way from a child JVM to the test, as one line of text. */
public final class ChildSpan implements Serializable {
  private static final long serialVersionUID = 1;
  private static final String PREFIX = "SPAN ";

  public final String name;
  public final String kind;
  public final String traceId;
  public final String spanId;
  public final String parentId;
  public final boolean error;
  public final Map<String, Object> tags;
  public final Map<String, Object> metricTags;

  ChildSpan(Span.Finished span) {
    name = span.operationName();
    kind = span.kind().toString();
    traceId = span.trace().id().string();
    spanId = span.id().string();
    parentId = span.parentId().string();
    error = span.hasError();
    tags = map(span.tags());
    metricTags = map(span.metricTags());
    // As backends show them: a setting says which of them are metric tags.
    metricTags.keySet().stream()
        .filter(tag -> tag.startsWith("kafka."))
        .forEach(tag -> tags.put(tag, metricTags.get(tag)));
    metricTags.keySet().removeIf(tag -> tag.startsWith("kafka."));
  }

  private static Map<String, Object> map(TagSet tags) {
    Map<String, Object> map = new HashMap<>();
    // Kamon's iterator reuses its Tag: nothing of it may be kept.
    scala.collection.Iterator<Tag> iterator = tags.iterator();
    while (iterator.hasNext()) {
      Tag tag = iterator.next();
      map.put(tag.key(), Tag$.MODULE$.unwrapValue(tag));
    }
    return map;
  }

  String toLine() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(this);
    }
    return PREFIX + Base64.getEncoder().encodeToString(bytes.toByteArray());
  }

  public static boolean isLine(String line) {
    return line.startsWith(PREFIX);
  }

  public static ChildSpan parse(String line) {
    byte[] bytes = Base64.getDecoder().decode(line.substring(PREFIX.length()));
    try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes))) {
      return (ChildSpan) in.readObject();
    } catch (IOException | ClassNotFoundException e) {
      throw new IllegalArgumentException("Not a span: " + line, e);
    }
  }

  @Override
  public String toString() {
    Map<String, Object> all = new HashMap<>(metricTags);
    all.putAll(tags);
    return name + " " + traceId + "/" + parentId + "/" + spanId + " " + all;
  }
}
