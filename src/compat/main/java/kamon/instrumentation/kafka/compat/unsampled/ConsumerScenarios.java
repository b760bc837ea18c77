package kamon.instrumentation.kafka.compat.unsampled;

import static kamon.instrumentation.kafka.KafkaInstrumentation.callWithConsumerSpan;
import static kamon.instrumentation.kafka.KafkaInstrumentation.consumerSpan;
import static kamon.instrumentation.kafka.KafkaInstrumentation.enter;
import static kamon.instrumentation.kafka.KafkaInstrumentation.runWithConsumerSpan;
import static kamon.instrumentation.kafka.KafkaInstrumentation.runWithConsumerSpanAsync;

import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import kamon.Kamon;
import kamon.context.Context;
import kamon.context.Storage;
import kamon.instrumentation.kafka.ConsumerSpanScope;
import kamon.instrumentation.kafka.KafkaInstrumentation;
import kamon.trace.Span;
import kamon.trace.Tracer;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Of consumed records. */
final class ConsumerScenarios {
  private ConsumerScenarios() {}

  static void addTo(Map<String, Scenario> all) {
    all.put("nothing", () -> runWithConsumerSpan(Records.record(), () -> {}));
    all.put("kind", () -> UnsampledMain.print("CONTEXT " + kind(Records.record())));
    all.put(
        "kind without a context", () -> UnsampledMain.print("CONTEXT " + kind(Records.plain())));
    all.put("result", () -> callWithConsumerSpan(Records.record(), () -> "done"));
    all.put("own name", () -> runWithConsumerSpan(Records.record(), "own", () -> {}));
    all.put("throws", () -> failing(Records.record(), ConsumerScenarios::fail));
    all.put("reads ids", () -> runWithConsumerSpan(Records.record(), ConsumerScenarios::look));
    addLooks(all);
    addKept(all);
    addEnds(all);
  }

  private static void addLooks(Map<String, Scenario> all) {
    all.put("renames", () -> looking(span -> span.name("renamed")));
    all.put("tags", () -> looking(span -> span.tag("a", "b")));
    all.put("tags metrics", () -> looking(span -> span.tagMetrics("a", "b")));
    all.put("fails", () -> looking(span -> span.fail("failure")));
    all.put("marks", () -> looking(span -> span.mark("mark")));
    all.put("does not track", () -> looking(Span::doNotTrackMetrics));
    all.put("finishes early", () -> looking(Span::finish));
    all.put(
        "looks and throws",
        () ->
            failing(
                Records.record(),
                () -> {
                  look();
                  fail();
                }));
    all.put("child", () -> runWithConsumerSpan(Records.record(), ConsumerScenarios::child));
    all.put(
        "renames after a child began",
        () ->
            runWithConsumerSpan(
                Records.record(),
                () -> {
                  Span child = Kamon.clientSpanBuilder("child", "stranger").start();
                  Kamon.currentSpan().name("renamed");
                  child.finish();
                }));
  }

  private static void addKept(Map<String, Scenario> all) {
    all.put("keeps", () -> runWithConsumerSpan(Records.record(), ConsumerScenarios::keep));
    all.put(
        "keeps, own name",
        () -> runWithConsumerSpan(Records.record(), "own", ConsumerScenarios::keep));
    all.put(
        "keeps, child",
        () ->
            runWithConsumerSpan(
                Records.record(),
                () -> {
                  keep();
                  child();
                }));
    all.put(
        "child, keeps",
        () ->
            runWithConsumerSpan(
                Records.record(),
                () -> {
                  child();
                  keep();
                }));
    all.put(
        "keeps, throws",
        () ->
            failing(
                Records.record(),
                () -> {
                  keep();
                  fail();
                }));
  }

  private static void addEnds(Map<String, Scenario> all) {
    all.put(
        "context is used after the end",
        () -> {
          Context context = callWithConsumerSpan(Records.record(), Kamon::currentContext);
          within(context, ConsumerScenarios::child);
        });
    all.put(
        "context is used and kept after the end",
        () -> {
          Context context = callWithConsumerSpan(Records.record(), Kamon::currentContext);
          within(
              context,
              () -> {
                keep();
                Kamon.currentSpan().name("late").fail("late");
                Kamon.currentSpan().finish();
                child();
              });
        });
    all.put(
        "left open, finished later",
        () -> {
          Context context =
              callWithConsumerSpan(Records.record(), "open", false, Kamon::currentContext);
          context.get(Span.Key()).tag("late", true).finish();
        });
    all.put(
        "left open for ever", () -> runWithConsumerSpan(Records.record(), "open", false, () -> {}));
    all.put(
        "left open, throws",
        () ->
            failing(
                Records.record(),
                () ->
                    runWithConsumerSpan(Records.record(), "open", false, ConsumerScenarios::fail)));
    all.put(
        "stage",
        () -> {
          CompletableFuture<String> stage = new CompletableFuture<>();
          runWithConsumerSpanAsync(Records.record(), () -> stage);
          stage.complete("done");
        });
    all.put(
        "stage fails",
        () -> {
          CompletableFuture<String> stage = new CompletableFuture<>();
          runWithConsumerSpanAsync(Records.record(), () -> stage);
          stage.completeExceptionally(new IllegalStateException("stage"));
        });
    all.put(
        "stage keeps",
        () -> {
          CompletableFuture<String> stage = new CompletableFuture<>();
          Context[] context = new Context[1];
          runWithConsumerSpanAsync(
              Records.record(),
              () -> {
                context[0] = Kamon.currentContext();
                return stage;
              });
          within(context[0], ConsumerScenarios::keep);
          stage.complete("done");
        });
    all.put("scope", () -> enter(Records.record()).close());
    all.put(
        "scope fails",
        () -> {
          try (ConsumerSpanScope scope = enter(Records.record(), "scope")) {
            scope.fail(new IllegalStateException("scope"));
          }
        });
    all.put(
        "scope gives its span",
        () -> {
          try (ConsumerSpanScope scope = enter(Records.record(), "scope")) {
            scope.span().trace().keep();
          }
        });
    all.put("span", () -> consumerSpan(Records.record()).finish());
    all.put(
        "batch",
        () ->
            KafkaInstrumentation.runWithBatchSpan(
                Arrays.asList(Records.record(), Records.record()), () -> {}));
  }

  private static void looking(java.util.function.Consumer<Span> look) {
    runWithConsumerSpan(Records.record(), () -> look.accept(Kamon.currentSpan()));
  }

  private static String kind(ConsumerRecord<String, String> record) {
    return callWithConsumerSpan(record, () -> Kamon.currentContext().getClass().getSimpleName());
  }

  private static void look() {
    expect(false, Kamon.currentSpan().id().isEmpty());
  }

  static void keep() {
    Kamon.currentSpan().trace().keep();
  }

  static void child() {
    Kamon.clientSpanBuilder("child", "stranger").start().finish();
  }

  static void fail() {
    throw new IllegalStateException("on purpose");
  }

  static void failing(ConsumerRecord<String, String> record, Runnable action) {
    try {
      runWithConsumerSpan(record, action);
    } catch (IllegalStateException e) {
      expect("on purpose", e.getMessage());
    }
  }

  static void within(Context context, Runnable action) {
    Storage.Scope scope = Kamon.storeContext(context);
    try {
      action.run();
    } finally {
      scope.close();
    }
  }

  static Tracer.PreStartHook renaming() {
    return builder -> builder.name("by a hook");
  }

  static void expect(Object expected, Object actual) {
    if (!expected.equals(actual)) {
      throw new AssertionError(actual + " is not " + expected);
    }
  }
}
