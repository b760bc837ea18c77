package kamon.instrumentation.kafka.demo;

import static kamon.instrumentation.kafka.demo.Spans.span;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import kamon.instrumentation.kafka.testbed.ReportedSpan;
import org.junit.jupiter.api.Test;

final class TraceTest {

  @Test
  void spans_become_trees_in_the_order_of_their_start() {
    ReportedSpan root = span("t1", "a", "", "orders", "root", 10, 20, Map.of());
    ReportedSpan second = span("t1", "b", "a", "orders", "second", 15, 18, Map.of());
    ReportedSpan first = span("t1", "c", "a", "payments", "first", 12, 40, Map.of());
    ReportedSpan below = span("t1", "d", "c", "shipping", "below", 30, 35, Map.of());
    ReportedSpan earlier = span("t2", "e", "", "orders", "earlier", 1, 2, Map.of());

    List<Trace> traces = Trace.of(List.of(below, second, first, root, earlier));

    assertThat(traces)
        .containsExactly(
            new Trace("t2", List.of(new Trace.Node(earlier, 0))),
            new Trace(
                "t1",
                List.of(
                    new Trace.Node(root, 0),
                    new Trace.Node(first, 1),
                    new Trace.Node(below, 2),
                    new Trace.Node(second, 1))));
    Trace trace = traces.get(1);
    assertThat(trace.from()).isEqualTo(root.from());
    assertThat(trace.duration()).isEqualTo(Duration.ofMillis(30));
    assertThat(trace.services()).containsExactly("orders", "payments", "shipping");
  }

  @Test
  void span_whose_parent_is_unknown_is_shown_all_the_same() {
    ReportedSpan orphan = span("t1", "b", "a", "orders", "orphan", 0, 1, Map.of());
    assertThat(Trace.of(List.of(orphan)))
        .containsExactly(new Trace("t1", List.of(new Trace.Node(orphan, 0))));
  }
}
