package kamon.instrumentation.kafka.jmh.report;

import static kamon.instrumentation.kafka.jmh.report.Target.atLeast;
import static kamon.instrumentation.kafka.jmh.report.Target.atMost;
import static kamon.instrumentation.kafka.jmh.tools.Tool.BY_HAND;
import static kamon.instrumentation.kafka.jmh.tools.Tool.EMPTY_AGENT;
import static kamon.instrumentation.kafka.jmh.tools.Tool.KAMON;
import static kamon.instrumentation.kafka.jmh.tools.Tool.LIBRARY;
import static kamon.instrumentation.kafka.jmh.tools.Tool.NONE;
import static kamon.instrumentation.kafka.jmh.tools.Tool.OTEL;
import static kamon.instrumentation.kafka.jmh.tools.Tool.OURS;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import kamon.instrumentation.kafka.jmh.benchmarks.Suite;
import kamon.instrumentation.kafka.jmh.endtoend.EndToEnd;
import kamon.instrumentation.kafka.jmh.endtoend.Tracing;
import kamon.instrumentation.kafka.jmh.startup.Startup;
import kamon.instrumentation.kafka.jmh.tools.Incoming;
import kamon.instrumentation.kafka.jmh.tools.Parent;
import kamon.instrumentation.kafka.jmh.tools.Tool;

/**
 * What we promise. "Added" is a tool's figure less that of no agent. What a send cannot do without
 * is a span and what carries it: in bytes their sum, in time what it takes by hand, because parts
 * that are measured alone have the processor to themselves, and their sum is never reached.
 */
final class Targets {
  private static final String SEND = "SendBenchmark.send";
  private static final String BARE = "FloorBenchmark.producerSpan";
  private static final String POLL = "PollBenchmark.poll";

  private final List<Target> targets = new ArrayList<>();

  private Targets() {}

  static Table table() {
    Targets all = new Targets();
    all.send(new Figures(Suite.SEND));
    all.kctx(new Figures(Suite.KCTX));
    all.poll(new Figures(Suite.POLL));
    all.consumer(new Figures(Suite.CONSUMER));
    all.endToEnd(new Runs(EndToEnd.PART));
    all.startup(new Runs(Startup.PART));
    Table table = new Table("target", "limit", "floor", "measured", "met");
    all.targets.forEach(target -> target.addTo(table));
    return table;
  }

  private void send(Figures send) {
    Cost none = send.cost(SEND, NONE);
    Cost ours = send.cost(SEND, OURS).minus(none);
    Cost kamon = send.cost(SEND, KAMON).minus(none);
    Cost otel = send.cost(SEND, OTEL).minus(none);
    Cost bare = send.cost(BARE, LIBRARY);
    Cost carrier = send.cost("FloorBenchmark.carrier", LIBRARY);
    Cost byHand = send.cost("SendBenchmark.sendByHand", BY_HAND).minus(none);
    Cost floor = new Cost(byHand.nanos(), bare.plus(carrier).bytes());
    ratios("send, sampled, added, to Kamon's", 0.75, 0.75, ours, kamon, floor);
    ratios("send, sampled, added, to OpenTelemetry's", 0.7, 0.75, ours, otel, floor);
    ratios("send, sampled, added, to a bare Kamon span", 1.25, 1.35, ours, bare, floor);
    Cost unsampled = send.cost(SEND, OURS, "parent", Parent.UNSAMPLED).minus(none);
    Cost kamonUnsampled = send.cost(SEND, KAMON, "parent", Parent.UNSAMPLED).minus(none);
    Cost bareUnsampled = send.cost(BARE, LIBRARY, "incoming", Incoming.UNSAMPLED);
    targets.add(
        atMost(
                0.6,
                "",
                "send, unsampled, added, to Kamon's: bytes",
                unsampled.bytes() / kamonUnsampled.bytes())
            .floor(bareUnsampled.plus(carrier).bytes() / kamonUnsampled.bytes()));
    Cost nothing = send.cost(SEND, OURS, "parent", Parent.NONE).minus(none);
    targets.add(atMost(5, " ns", "send, no span wanted, added: time", nothing.nanos()));
    targets.add(atMost(0, " B", "send, no span wanted, added: bytes", nothing.bytes()));
  }

  private void kctx(Figures kctx) {
    Cost write =
        kctx.cost("FloorBenchmark.kctxWrite", LIBRARY)
            .minus(kctx.cost("FloorBenchmark.headers", LIBRARY));
    ratios(
        "writing kctx, to Kamon's write",
        0.35,
        0.35,
        write,
        kctx.cost("FloorBenchmark.kamonWrite", LIBRARY),
        Cost.UNKNOWN);
    ratios(
        "reading kctx, to Kamon's read",
        0.25,
        0.25,
        kctx.cost("FloorBenchmark.kctxRead", LIBRARY),
        kctx.cost("FloorBenchmark.kamonRead", LIBRARY),
        Cost.UNKNOWN);
  }

  private void poll(Figures poll) {
    Cost many = poll.cost(POLL, OURS).minus(poll.cost(POLL, NONE));
    Cost fewer = poll.cost(POLL, OURS, "records", 50).minus(poll.cost(POLL, NONE, "records", 50));
    targets.add(atMost(2, " ns", "poll of 500, added for each record: time", many.nanos() / 500));
    targets.add(
        atMost(
            0,
            " B",
            "poll, added for each record more: bytes",
            many.minus(fewer).bytes() / (500 - 50)));
  }

  private void consumer(Figures consumer) {
    String run = "ConsumerBenchmark.runWithConsumerSpan";
    for (Incoming incoming : List.of(Incoming.SAMPLED, Incoming.UNSAMPLED)) {
      ratios(
          "runWithConsumerSpan, " + incoming.label() + ", to Kamon's",
          0.5,
          0.5,
          consumer.cost(run, OURS, "incoming", incoming),
          consumer.cost(run, KAMON, "incoming", incoming),
          consumer.cost("FloorBenchmark.consumerSpan", LIBRARY, "incoming", incoming));
    }
  }

  private void endToEnd(Runs runs) {
    Map<String, String> phases = new LinkedHashMap<>();
    phases.put("send", "sending");
    phases.put("poll", "polling");
    phases.put("process", "processing within consumer spans");
    for (Tracing tracing : Tracing.values()) {
      double limit = tracing == Tracing.ONE_PERCENT ? 0.98 : 0.9;
      phases.forEach(
          (phase, label) ->
              targets.add(
                  atLeast(
                          limit,
                          "",
                          label + ", 1 KiB, " + tracing.label() + ": throughput to no agent",
                          throughput(runs, phase, OURS, tracing))
                      .floor(throughput(runs, phase, BY_HAND, tracing))));
    }
  }

  private static double throughput(Runs runs, String phase, Tool tool, Tracing tracing) {
    return runs.ratio(
        0.5,
        phase + "Rate",
        EndToEndTable.key(tool, tracing, 1024),
        EndToEndTable.key(NONE, tracing, 1024));
  }

  private void startup(Runs runs) {
    double hello = millis(runs, Startup.HELLO, OURS) - millis(runs, Startup.HELLO, EMPTY_AGENT);
    targets.add(atMost(10, " ms", "hello world startup, over an empty agent", hello));
    double none = millis(runs, Startup.KAFKA, NONE);
    double ours = millis(runs, Startup.KAFKA, OURS) - none;
    targets.add(
        atMost(
            0.35,
            "",
            "Kafka application startup over no agent, to Kanela's",
            ours / (millis(runs, Startup.KAFKA, KAMON) - none)));
    targets.add(
        atMost(
            0.1,
            "",
            "Kafka application startup over no agent, to OpenTelemetry's",
            ours / (millis(runs, Startup.KAFKA, OTEL) - none)));
  }

  static double millis(Runs runs, String application, Tool tool) {
    return runs.median("nanos", Map.of("application", application, "tool", tool.name())) / 1e6;
  }

  private void ratios(String what, double time, double bytes, Cost ours, Cost other, Cost floor) {
    targets.add(
        atMost(time, "", what + ": time", ours.nanos() / other.nanos())
            .floor(floor.nanos() / other.nanos()));
    targets.add(
        atMost(bytes, "", what + ": bytes", ours.bytes() / other.bytes())
            .floor(floor.bytes() / other.bytes()));
  }
}
