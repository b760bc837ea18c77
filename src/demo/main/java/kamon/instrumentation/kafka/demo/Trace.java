package kamon.instrumentation.kafka.demo;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import kamon.instrumentation.kafka.testbed.ReportedSpan;

/** The spans of one trace as a tree: each parent before its children, siblings by their start. */
record Trace(String id, List<Node> nodes) {
  /** A span and the number of its ancestors. */
  record Node(ReportedSpan span, int depth) {}

  /** All traces that spans belong to, in the order in which they began. */
  static List<Trace> of(Collection<ReportedSpan> spans) {
    return spans.stream().collect(Collectors.groupingBy(ReportedSpan::traceId)).entrySet().stream()
        .map(entry -> new Trace(entry.getKey(), tree(entry.getValue())))
        .sorted(Comparator.comparing(Trace::from))
        .toList();
  }

  private static List<Node> tree(List<ReportedSpan> spans) {
    Set<String> ids = spans.stream().map(ReportedSpan::spanId).collect(Collectors.toSet());
    List<ReportedSpan> byStart =
        spans.stream().sorted(Comparator.comparing(ReportedSpan::from)).toList();
    List<Node> nodes = new ArrayList<>();
    for (ReportedSpan span : byStart) {
      if (!ids.contains(span.parentId())) {
        add(span, 0, byStart, nodes);
      }
    }
    return List.copyOf(nodes);
  }

  private static void add(
      ReportedSpan span, int depth, List<ReportedSpan> byStart, List<Node> nodes) {
    nodes.add(new Node(span, depth));
    for (ReportedSpan child : byStart) {
      if (child.parentId().equals(span.spanId())) {
        add(child, depth + 1, byStart, nodes);
      }
    }
  }

  Instant from() {
    return nodes.stream().map(node -> node.span().from()).min(Comparator.naturalOrder()).get();
  }

  Duration duration() {
    Instant to = nodes.stream().map(node -> node.span().to()).max(Comparator.naturalOrder()).get();
    return Duration.between(from(), to);
  }

  /** The services it went through, in the order of the tree. */
  List<String> services() {
    return nodes.stream().map(node -> node.span().service()).distinct().toList();
  }
}
