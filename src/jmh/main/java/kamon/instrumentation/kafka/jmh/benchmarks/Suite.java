package kamon.instrumentation.kafka.jmh.benchmarks;

import static kamon.instrumentation.kafka.jmh.tools.Tool.BRAVE;
import static kamon.instrumentation.kafka.jmh.tools.Tool.EMPTY_ADVICE;
import static kamon.instrumentation.kafka.jmh.tools.Tool.KAMON;
import static kamon.instrumentation.kafka.jmh.tools.Tool.NONE;
import static kamon.instrumentation.kafka.jmh.tools.Tool.OTEL;
import static kamon.instrumentation.kafka.jmh.tools.Tool.OURS;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import kamon.instrumentation.kafka.jmh.tools.Collector;
import kamon.instrumentation.kafka.jmh.tools.Incoming;
import kamon.instrumentation.kafka.jmh.tools.Parent;
import kamon.instrumentation.kafka.jmh.tools.Tool;

/**
 * What is measured together, floors included, because only figures of one run are compared. One
 * parameter varies at a time.
 */
public enum Suite {
  SEND {
    @Override
    List<Case> cases() {
      List<Case> cases = new ArrayList<>();
      for (Tool tool : List.of(NONE, EMPTY_ADVICE, OURS, KAMON, OTEL, BRAVE)) {
        cases.add(tool == EMPTY_ADVICE || tool == BRAVE ? send(tool) : send(tool).quick());
      }
      cases.add(byHand().quick());
      cases.add(byHand().with("parent", Parent.UNSAMPLED));
      cases.add(floor("producerSpan").quick());
      cases.add(floor("producerSpan").with("incoming", Incoming.UNSAMPLED).quick());
      cases.add(floor("carrier").quick());
      for (Tool tool : List.of(NONE, OURS, KAMON, OTEL)) {
        cases.add(send(tool).with(Collector.PARALLEL).moreOften());
      }
      cases.add(byHand().with(Collector.PARALLEL).moreOften());
      cases.add(floor("producerSpan").with(Collector.PARALLEL).moreOften());
      for (Tool tool : List.of(OURS, KAMON, OTEL, BRAVE)) {
        Case unsampled = send(tool).with("parent", Parent.UNSAMPLED);
        cases.add(tool == OURS || tool == KAMON ? unsampled.quick() : unsampled);
        cases.add(send(tool).with("parent", Parent.NONE_NEW_TRACE));
      }
      for (Tool tool : List.of(OURS, KAMON)) {
        cases.add(send(tool).with("parent", Parent.NONE).quick());
        cases.add(send(tool).with("parent", Parent.NOT_INITIALISED));
      }
      for (Tool tool : List.of(NONE, OURS, KAMON, OTEL)) {
        cases.add(send(tool).with("key", SendBenchmark.Key.NULL));
        cases.add(send(tool).with("key", SendBenchmark.Key.BYTES));
        cases.add(send(tool).with("headers", 1));
        cases.add(send(tool).with("headers", 10));
        cases.add(send(tool).threads(4));
      }
      return cases;
    }
  },
  POLL {
    @Override
    List<Case> cases() {
      List<Case> cases = new ArrayList<>();
      for (int records : List.of(500, 50, 1, 0)) {
        for (Tool tool : List.of(NONE, OURS, KAMON, OTEL, BRAVE)) {
          Case poll = Case.of(PollBenchmark.class, "poll", tool).with("records", records);
          cases.add(records == 500 && tool != BRAVE ? poll.quick() : poll);
        }
      }
      for (Tool tool : List.of(NONE, OURS, KAMON, OTEL)) {
        cases.add(Case.of(PollBenchmark.class, "iterate", tool).moreOften());
      }
      return cases;
    }
  },
  CONSUMER {
    @Override
    List<Case> cases() {
      List<Case> cases = new ArrayList<>();
      cases.add(floor("consumerSpan").quick());
      cases.add(floor("consumerSpan").with("incoming", Incoming.UNSAMPLED));
      for (Incoming incoming : Incoming.values()) {
        cases.add(Case.of(ConsumerBenchmark.class, "extractContext", OURS).with(IN, incoming));
        for (String method : List.of("consumerSpan", "runWithConsumerSpan")) {
          for (Tool tool : List.of(OURS, KAMON, BRAVE)) {
            Case span = Case.of(ConsumerBenchmark.class, method, tool).with(IN, incoming);
            boolean quick =
                incoming == Incoming.SAMPLED
                    && method.equals("runWithConsumerSpan")
                    && tool != BRAVE;
            cases.add(quick ? span.quick() : span);
          }
        }
      }
      return cases;
    }
  },
  KCTX {
    @Override
    List<Case> cases() {
      List<Case> cases = new ArrayList<>();
      for (Incoming incoming : List.of(Incoming.SAMPLED, Incoming.SAMPLED_TAGS)) {
        for (String method :
            List.of("kamonWrite", "kctxWrite", "headers", "kamonRead", "kctxRead")) {
          Case kctx = floor(method).with(IN, incoming);
          cases.add(incoming == Incoming.SAMPLED ? kctx.quick() : kctx);
        }
      }
      return cases;
    }
  };

  private static final String IN = "incoming";

  abstract List<Case> cases();

  /** Name of the part in commands and results. */
  public String part() {
    return name().toLowerCase(Locale.ROOT);
  }

  private static Case send(Tool tool) {
    return Case.of(SendBenchmark.class, "send", tool);
  }

  private static Case byHand() {
    return Case.of(SendBenchmark.class, "sendByHand", Tool.BY_HAND);
  }

  /** With our library for its header, and without any agent. */
  private static Case floor(String method) {
    return Case.of(FloorBenchmark.class, method, Tool.LIBRARY);
  }
}
