package kamon.instrumentation.kafka.compat.deployments;

import java.util.Comparator;
import java.util.List;
import kamon.instrumentation.kafka.testbed.ReportedSpan;

/** Traces as text: a line for each span, its children below it and further in, oldest first. */
final class SpanTree {
  private final List<ReportedSpan> spans;

  private SpanTree(List<ReportedSpan> spans) {
    this.spans =
        spans.stream()
            .sorted(Comparator.comparing(ReportedSpan::from).thenComparing(ReportedSpan::to))
            .toList();
  }

  /** All traces. A span whose parent is not there counts as the first of its trace. */
  static String of(List<ReportedSpan> spans) {
    SpanTree tree = new SpanTree(spans);
    StringBuilder text = new StringBuilder();
    List<String> ids = spans.stream().map(ReportedSpan::spanId).toList();
    for (ReportedSpan span : tree.spans) {
      if (!ids.contains(span.parentId())) {
        tree.print(span, "", text);
      }
    }
    return text.toString();
  }

  private void print(ReportedSpan span, String indent, StringBuilder text) {
    Object topic = span.tags().get("kafka.topic");
    text.append(indent)
        .append(span.name())
        .append(topic == null ? "" : " " + topic)
        .append(span.error() ? " (failed)" : "")
        .append(span.parentId().isEmpty() || !indent.isEmpty() ? "" : " (parent is missing)")
        .append('\n');
    for (ReportedSpan child : spans) {
      if (child.parentId().equals(span.spanId()) && child.traceId().equals(span.traceId())) {
        print(child, indent + "  ", text);
      }
    }
  }
}
