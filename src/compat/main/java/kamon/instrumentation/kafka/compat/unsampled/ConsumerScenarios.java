package kamon.instrumentation.kafka.compat.unsampled;

import static kamon.instrumentation.kafka.KafkaInstrumentation.callWithConsumerSpan;
import static kamon.instrumentation.kafka.KafkaInstrumentation.consumerSpan;
import static kamon.instrumentation.kafka.KafkaInstrumentation.enter;
import static kamon.instrumentation.kafka.KafkaInstrumentation.runWithConsumerSpan;
import static kamon.instrumentation.kafka.KafkaInstrumentation.runWithConsumerSpanAsync;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import kamon.Kamon;
import kamon.context.Context;
import kamon.context.Storage;
import kamon.instrumentation.kafka.ConsumerSpanScope;
import kamon.instrumentation.kafka.KafkaInstrumentation;
import kamon.tag.Lookups;
import kamon.trace.Hooks$PreStart$;
import kamon.trace.Span;
import kamon.trace.Tracer;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Of consumed records. */
final class ConsumerScenarios {
  private static final String TRACING = "kamon.instrumentation.kafka.client.tracing.";

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
    addContexts(all);
    addOthers(all);
    addSettings(all);
    addNewTraces(all);
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

  private static void addContexts(Map<String, Scenario> all) {
    all.put(
        "upstream",
        () -> {
          Context sender =
              Records.remote().withTag("upstream.name", "shop").withTag("tenant", "acme");
          runWithConsumerSpan(Records.with(sender), () -> {});
          runWithConsumerSpan(Records.with(sender), () -> expect("acme", tenant()));
          runWithConsumerSpan(Records.with(sender), ConsumerScenarios::keep);
        });
    all.put(
        "tag of its own",
        () ->
            runWithConsumerSpan(
                Records.record(),
                () ->
                    within(
                        Kamon.currentContext().withTag("tenant", "acme"),
                        ConsumerScenarios::child)));
    all.put(
        "hook for children",
        () ->
            runWithConsumerSpan(
                Records.record(),
                () ->
                    within(
                        Kamon.currentContext().withEntry(Hooks$PreStart$.MODULE$.Key(), renaming()),
                        ConsumerScenarios::child)));
    all.put(
        "hook is there",
        () ->
            within(
                Context.of(Hooks$PreStart$.MODULE$.Key(), renaming()),
                () -> runWithConsumerSpan(Records.record(), () -> {})));
    all.put(
        "hook comes, then a look",
        () ->
            runWithConsumerSpan(
                Records.record(),
                () -> {
                  Context context = Kamon.currentContext();
                  within(
                      Context.of(Hooks$PreStart$.MODULE$.Key(), renaming()),
                      () -> context.get(Span.Key()));
                }));
    all.put(
        "context as text",
        () ->
            runWithConsumerSpan(
                Records.record(),
                () -> expect(true, Kamon.currentContext().toString().contains("span="))));
    all.put(
        "context is not empty",
        () ->
            runWithConsumerSpan(
                Records.record(), () -> expect(true, Kamon.currentContext().nonEmpty())));
    all.put(
        "entries",
        () ->
            runWithConsumerSpan(
                Records.record(),
                () -> expect("span", Kamon.currentContext().entries().next().key())));
    all.put(
        "without the span",
        () ->
            runWithConsumerSpan(
                Records.record(),
                () ->
                    within(
                        Kamon.currentContext().withoutEntry(Context.key("other", "")),
                        ConsumerScenarios::child)));
  }

  private static void addOthers(Map<String, Scenario> all) {
    all.put(
        "same record twice",
        () -> {
          ConsumerRecord<String, String> record = Records.record();
          runWithConsumerSpan(record, () -> {});
          runWithConsumerSpan(record, ConsumerScenarios::child);
        });
    all.put(
        "one within the other",
        () ->
            runWithConsumerSpan(
                Records.record(),
                () -> runWithConsumerSpan(Records.record(), ConsumerScenarios::child)));
    all.put(
        "no context within the other",
        () ->
            runWithConsumerSpan(
                Records.record(), () -> runWithConsumerSpan(Records.plain(), "inner", () -> {})));
    all.put(
        "below a local span",
        () -> {
          Span local = Records.local();
          within(
              Context.of(Span.Key(), local), () -> runWithConsumerSpan(Records.plain(), () -> {}));
          local.finish();
        });
    all.put(
        "below a local span that is renamed",
        () -> {
          Span local = Records.local();
          within(
              Context.of(Span.Key(), local),
              () -> runWithConsumerSpan(Records.plain(), () -> local.name("renamed")));
          local.finish();
        });
    all.put(
        "below a local span that is kept",
        () -> {
          Span local = Records.local();
          within(
              Context.of(Span.Key(), local),
              () -> runWithConsumerSpan(Records.plain(), () -> local.trace().keep()));
          local.finish();
        });
    all.put(
        "header is taken away",
        () -> {
          ConsumerRecord<String, String> record = Records.record();
          runWithConsumerSpan(
              record,
              () -> {
                record.headers().remove("kctx");
                child();
              });
        });
  }

  /** Of traces that begin here. */
  private static void addNewTraces(Map<String, Scenario> all) {
    all.put("starts a trace", () -> runWithConsumerSpan(Records.plain(), () -> {}));
    all.put("starts a trace, throws", () -> failing(Records.plain(), ConsumerScenarios::fail));
    all.put(
        "starts a trace, child",
        () -> runWithConsumerSpan(Records.plain(), ConsumerScenarios::child));
    all.put(
        "starts a trace, keeps",
        () -> runWithConsumerSpan(Records.plain(), ConsumerScenarios::keep));
    all.put(
        "starts a trace, own name",
        () -> runWithConsumerSpan(Records.plain(), "own", ConsumerScenarios::keep));
    all.put(
        "starts a trace, tags are there",
        () ->
            within(
                Context.of("upstream.name", "shop").withTag("tenant", "acme"),
                () -> {
                  runWithConsumerSpan(Records.plain(), () -> {});
                  runWithConsumerSpan(Records.plain(), ConsumerScenarios::keep);
                  runWithConsumerSpan(Records.plain(), () -> expect("acme", tenant()));
                }));
    all.put(
        "starts a trace, ignored",
        () ->
            configure(
                "kamon.trace { sampler = always, ignored-operations = [consumer.process] }",
                () -> runWithConsumerSpan(Records.plain(), () -> {})));
    all.put(
        "starts a trace, sampled",
        () ->
            configure(
                "kamon.trace.sampler = always",
                () -> {
                  runWithConsumerSpan(Records.plain(), () -> {});
                  runWithConsumerSpan(Records.plain(), ConsumerScenarios::child);
                }));
    all.put(
        "starts a trace, adaptive",
        () ->
            configure(
                "kamon.trace.sampler = adaptive",
                () -> {
                  runWithConsumerSpan(Records.plain(), () -> {});
                }));
  }

  private static void addSettings(Map<String, Scenario> all) {
    configured(all, "delayed", TRACING + "use-delayed-spans = yes");
    configured(all, "links", TRACING + "continue-trace-on-consumer = no");
    configured(all, "w3c", TRACING + "propagator = w3c");
    configured(all, "b3 and kctx", TRACING + "propagator = [b3, kctx]");
    configured(all, "reporting delay", "kamon.trace.span-reporting-delay = 10 millis");
    configured(all, "no parent operation", "kamon.trace.span-metric-tags.parent-operation = no");
    configured(all, "no upstream", "kamon.trace.span-metric-tags.upstream-service = no");
    configured(all, "no hooks", "kamon.trace.hooks.pre-start = []");
  }

  private static void configured(Map<String, Scenario> all, String name, String setting) {
    all.put(
        name,
        () ->
            configure(
                setting,
                () -> {
                  Context sender = Records.remote().withTag("upstream.name", "shop");
                  runWithConsumerSpan(Records.with(sender), () -> {});
                  runWithConsumerSpan(Records.with(sender), ConsumerScenarios::child);
                  runWithConsumerSpan(Records.record(), ConsumerScenarios::keep);
                  failing(Records.record(), ConsumerScenarios::fail);
                }));
  }

  private static void configure(String setting, Runnable action) {
    Config before = Kamon.config();
    Kamon.reconfigure(ConfigFactory.parseString(setting).withFallback(before));
    try {
      action.run();
    } finally {
      Kamon.reconfigure(before);
    }
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

  private static void fail() {
    throw new IllegalStateException("on purpose");
  }

  private static void failing(ConsumerRecord<String, String> record, Runnable action) {
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

  private static Object tenant() {
    return Kamon.currentContext().getTag(Lookups.plain("tenant"));
  }

  static void expect(Object expected, Object actual) {
    if (!expected.equals(actual)) {
      throw new AssertionError(actual + " is not " + expected);
    }
  }
}
