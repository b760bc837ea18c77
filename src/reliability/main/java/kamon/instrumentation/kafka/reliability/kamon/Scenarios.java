package kamon.instrumentation.kafka.reliability.kamon;

import java.util.ArrayList;
import java.util.List;

/** Configurations of Kamon under which each exchange is as without it. */
final class Scenarios {
  private static final String CLIENT = "kamon.instrumentation.kafka.client.";
  private static final String TRACING = CLIENT + "tracing.";
  private static final List<String> KINDS =
      List.of("exception", "stack", "link", "assertion", "null");
  private static final List<String> WRONG =
      List.of("nonsense", "[1, {}]", "{ a = 1 }", "null", "-1", "\"\"", "1e99");

  /** A configuration, and how what is broken in it fails. */
  record Scenario(String name, String config, String kind) {}

  private Scenarios() {}

  static List<Scenario> all(List<String> settings) {
    List<Scenario> all = new ArrayList<>();
    all.add(new Scenario("nothing", "", "null"));
    for (String kind : KINDS) {
      add(all, kind, "our propagator", TRACING + "propagator = " + name("OurPropagator"));
      add(all, kind, "Kamon's propagator", TRACING + "propagator = " + name("KamonsPropagator"));
      add(
          all,
          kind,
          "a propagator among others",
          TRACING + "propagator = [w3c, " + name("OurPropagator") + ", kctx]");
      add(all, kind, "propagator's constructor", TRACING + "propagator = " + name("Unmakeable"));
      add(
          all,
          kind,
          "codec of an entry",
          "kamon.propagation.binary.default.entries { incoming.own = %1$s, outgoing.own = %1$s }"
              .formatted(name("Codec")));
      add(all, kind, "sampler", "kamon.trace.sampler = " + name("BrokenSampler"));
      add(all, kind, "adaptive sampler", "kamon.trace.sampler = " + name("BrokenAdaptiveSampler"));
      add(all, kind, "pre-start", "kamon.trace.hooks.pre-start = [" + name("PreStart") + "]");
      add(all, kind, "pre-finish", "kamon.trace.hooks.pre-finish = [" + name("PreFinish") + "]");
    }
    for (String other :
        List.of(
            "kamon.trace.identifier-scheme = double",
            "kamon.trace.identifier-scheme = no.such.Scheme",
            "kamon.trace.sampler = random, kamon.trace.random-sampler.probability = 7",
            "kamon.trace.sampler = adaptive, kamon.trace.adaptive-sampler.throughput = none",
            "kamon.trace.sampler = adaptive",
            "kamon.trace.sampler = adaptive, kamon.trace.adaptive-sampler.groups = 7",
            "kamon.trace.sampler = adaptive, kamon.trace.adaptive-sampler.groups.a = 7",
            "kamon.trace.sampler = adaptive, kamon.trace.adaptive-sampler = none",
            "kamon.trace.sampler = no.such.Sampler",
            "kamon.trace.tick-interval = soon",
            "kamon.trace.span-metric-tags = 7",
            "kamon.trace.hooks = 7",
            "kamon.trace.span-reporting-delay = soon",
            "kamon.trace.ignored-operations = 7",
            "kamon.trace = none",
            "kamon.propagation.binary.default.max-outgoing-size = big",
            "kamon.propagation.binary.default.max-outgoing-size = 1",
            "kamon.propagation.binary.default.tags = 7",
            "kamon.propagation.binary.default.entries.outgoing.own = no.such.Codec",
            "kamon.propagation = none",
            "kamon.propagation.http.default = none, " + TRACING + "propagator = http",
            "kamon.propagation.http.default.entries.outgoing.span = no.such.Codec, "
                + TRACING
                + "propagator = http",
            "kamon.environment = none",
            "kamon.metric = none",
            "kamon.enabled = no",
            CLIENT + "tracing = none",
            "kamon.instrumentation = none",
            TRACING + "lazy-unsampled-spans = no")) {
      all.add(new Scenario(other, other, "null"));
    }
    for (String setting : settings) {
      for (String value : WRONG) {
        all.add(new Scenario(setting + " = " + value, setting + " = " + value, "null"));
      }
    }
    return all;
  }

  private static void add(List<Scenario> all, String kind, String name, String config) {
    all.add(new Scenario(name + " fails: " + kind, config, kind));
  }

  private static String name(String type) {
    return '"' + Broken.class.getName() + '$' + type + '"';
  }
}
