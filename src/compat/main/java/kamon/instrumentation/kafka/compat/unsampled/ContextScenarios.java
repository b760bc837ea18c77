package kamon.instrumentation.kafka.compat.unsampled;

import static kamon.instrumentation.kafka.KafkaInstrumentation.runWithConsumerSpan;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.util.Map;
import kamon.Kamon;
import kamon.context.Context;
import kamon.tag.Lookups;
import kamon.trace.Hooks$PreStart$;
import kamon.trace.Span;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Of the contexts of consumed records, and of settings. */
final class ContextScenarios {
  private static final String TRACING = "kamon.instrumentation.kafka.client.tracing.";

  private ContextScenarios() {}

  static void addTo(Map<String, Scenario> all) {
    addContexts(all);
    addOthers(all);
    addSettings(all);
    addNewTraces(all);
  }

  private static void addContexts(Map<String, Scenario> all) {
    all.put(
        "upstream",
        () -> {
          Context sender =
              Records.remote().withTag("upstream.name", "shop").withTag("tenant", "acme");
          runWithConsumerSpan(Records.with(sender), () -> {});
          runWithConsumerSpan(
              Records.with(sender), () -> ConsumerScenarios.expect("acme", tenant()));
          runWithConsumerSpan(Records.with(sender), ConsumerScenarios::keep);
        });
    all.put(
        "tag of its own",
        () ->
            runWithConsumerSpan(
                Records.record(),
                () ->
                    ConsumerScenarios.within(
                        Kamon.currentContext().withTag("tenant", "acme"),
                        ConsumerScenarios::child)));
    all.put(
        "hook for children",
        () ->
            runWithConsumerSpan(
                Records.record(),
                () ->
                    ConsumerScenarios.within(
                        Kamon.currentContext()
                            .withEntry(Hooks$PreStart$.MODULE$.Key(), ConsumerScenarios.renaming()),
                        ConsumerScenarios::child)));
    all.put(
        "hook is there",
        () ->
            ConsumerScenarios.within(
                Context.of(Hooks$PreStart$.MODULE$.Key(), ConsumerScenarios.renaming()),
                () -> runWithConsumerSpan(Records.record(), () -> {})));
    all.put(
        "hook comes, then a look",
        () ->
            runWithConsumerSpan(
                Records.record(),
                () -> {
                  Context context = Kamon.currentContext();
                  ConsumerScenarios.within(
                      Context.of(Hooks$PreStart$.MODULE$.Key(), ConsumerScenarios.renaming()),
                      () -> context.get(Span.Key()));
                }));
    all.put(
        "context as text",
        () ->
            runWithConsumerSpan(
                Records.record(),
                () ->
                    ConsumerScenarios.expect(
                        true, Kamon.currentContext().toString().contains("span="))));
    all.put(
        "context is not empty",
        () ->
            runWithConsumerSpan(
                Records.record(),
                () -> ConsumerScenarios.expect(true, Kamon.currentContext().nonEmpty())));
    all.put(
        "entries",
        () ->
            runWithConsumerSpan(
                Records.record(),
                () ->
                    ConsumerScenarios.expect(
                        "span", Kamon.currentContext().entries().next().key())));
    all.put(
        "without the span",
        () ->
            runWithConsumerSpan(
                Records.record(),
                () ->
                    ConsumerScenarios.within(
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
          ConsumerScenarios.within(
              Context.of(Span.Key(), local), () -> runWithConsumerSpan(Records.plain(), () -> {}));
          local.finish();
        });
    all.put(
        "below a local span that is renamed",
        () -> {
          Span local = Records.local();
          ConsumerScenarios.within(
              Context.of(Span.Key(), local),
              () -> runWithConsumerSpan(Records.plain(), () -> local.name("renamed")));
          local.finish();
        });
    all.put(
        "below a local span that is kept",
        () -> {
          Span local = Records.local();
          ConsumerScenarios.within(
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
                ConsumerScenarios.child();
              });
        });
  }

  /** Of traces that begin here. */
  private static void addNewTraces(Map<String, Scenario> all) {
    all.put("starts a trace", () -> runWithConsumerSpan(Records.plain(), () -> {}));
    all.put(
        "starts a trace, throws",
        () -> ConsumerScenarios.failing(Records.plain(), ConsumerScenarios::fail));
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
            ConsumerScenarios.within(
                Context.of("upstream.name", "shop").withTag("tenant", "acme"),
                () -> {
                  runWithConsumerSpan(Records.plain(), () -> {});
                  runWithConsumerSpan(Records.plain(), ConsumerScenarios::keep);
                  runWithConsumerSpan(
                      Records.plain(), () -> ConsumerScenarios.expect("acme", tenant()));
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
                  ConsumerScenarios.failing(Records.record(), ConsumerScenarios::fail);
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

  private static Object tenant() {
    return Kamon.currentContext().getTag(Lookups.plain("tenant"));
  }
}
