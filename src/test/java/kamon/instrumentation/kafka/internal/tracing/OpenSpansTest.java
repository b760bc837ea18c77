package kamon.instrumentation.kafka.internal.tracing;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import kamon.Kamon;
import kamon.instrumentation.kafka.Clients;
import kamon.instrumentation.kafka.Tracing;
import kamon.instrumentation.kafka.testbed.ReportedSpan;
import kamon.instrumentation.kafka.testbed.SpanLifecycle;
import kamon.trace.Span;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class OpenSpansTest {
  @RegisterExtension final Tracing tracing = new Tracing();

  private final PollFacts facts = new PollFacts(ClientIdentity.ofConsumer(new Object()), 1, 0);
  private final OpenSpans spans = facts.consumer().openSpans();

  @Test
  void finished_spans_are_not_kept_even_if_the_consumer_never_polls_again() {
    WeakReference<Span> first = new WeakReference<>(watched("done"));
    first.get().finish();
    for (int i = 0; i < 2100; i++) {
      watched("done").finish();
    }
    tracing.next(2101);
    long deadline = System.nanoTime() + Tracing.PATIENCE.toNanos();
    while (first.get() != null && System.nanoTime() - deadline < 0) {
      System.gc();
      Thread.onSpinWait();
    }
    assertThat(first.get()).isNull();
  }

  @Test
  void open_spans_survive_the_tidying_with_their_names() {
    List<Span> open = new ArrayList<>();
    for (int i = 0; i < 1500; i++) {
      open.add(watched("work"));
    }
    assertThat(open).allMatch(span -> span.operationName().equals("work"));
    assertThat(SpanLifecycle.finished()).isZero();
    spans.closed();
    assertThat(tracing.next(1500))
        .allMatch(span -> span.name().equals("work"))
        .allMatch(span -> span.tags().containsKey("kafka.abandoned"));
  }

  @Test
  void span_that_both_sides_finish_at_once_is_finished_once() {
    for (int i = 0; i < 200; i++) {
      Span span = watched("work");
      CompletableFuture<Void> application =
          CompletableFuture.runAsync(() -> span.name("renamed").finish());
      spans.polled(new Object(), true);
      spans.polled(new Object(), true);
      Clients.get(application);
    }
    for (ReportedSpan span : tracing.next(200)) {
      assertThat(span.name()).isIn("work", "renamed");
    }
    assertThat(SpanLifecycle.finished()).isEqualTo(200);
  }

  private Span watched(String name) {
    Span span = Kamon.consumerSpanBuilder(name, "kafka.consumer").start();
    OpenSpans.watch(span, new ConsumerRecord<>("topic", 0, 0, "key", "value"), facts);
    return span;
  }
}
