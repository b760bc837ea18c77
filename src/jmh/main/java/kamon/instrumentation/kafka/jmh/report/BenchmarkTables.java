package kamon.instrumentation.kafka.jmh.report;

import static kamon.instrumentation.kafka.jmh.tools.Tool.BRAVE;
import static kamon.instrumentation.kafka.jmh.tools.Tool.BY_HAND;
import static kamon.instrumentation.kafka.jmh.tools.Tool.EMPTY_ADVICE;
import static kamon.instrumentation.kafka.jmh.tools.Tool.KAMON;
import static kamon.instrumentation.kafka.jmh.tools.Tool.LIBRARY;
import static kamon.instrumentation.kafka.jmh.tools.Tool.NONE;
import static kamon.instrumentation.kafka.jmh.tools.Tool.OTEL;
import static kamon.instrumentation.kafka.jmh.tools.Tool.OURS;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import kamon.instrumentation.kafka.jmh.benchmarks.Suite;
import kamon.instrumentation.kafka.jmh.tools.Collector;
import kamon.instrumentation.kafka.jmh.tools.Incoming;
import kamon.instrumentation.kafka.jmh.tools.Parent;
import kamon.instrumentation.kafka.jmh.tools.Tool;

/** What JMH measured, one table for each suite. */
final class BenchmarkTables {
  private BenchmarkTables() {}

  static Table send() {
    Figures send = new Figures(Suite.SEND);
    List<Tool> tools = List.of(NONE, EMPTY_ADVICE, BY_HAND, OURS, KAMON, OTEL, BRAVE);
    Table table = table("send", tools);
    for (Parent parent : Parent.values()) {
      row(
          table,
          parent.label(),
          tools,
          tool -> sent(send, tool, Map.of("parent", parent.name()), 1));
    }
    row(table, "no key", tools, tool -> sent(send, tool, Map.of("key", "NULL"), 1));
    row(table, "byte[] key", tools, tool -> sent(send, tool, Map.of("key", "BYTES"), 1));
    row(table, "1 header", tools, tool -> sent(send, tool, Map.of("headers", "1"), 1));
    row(table, "10 headers", tools, tool -> sent(send, tool, Map.of("headers", "10"), 1));
    row(table, "4 threads", tools, tool -> sent(send, tool, Map.of(), 4));
    return table;
  }

  /** Added to a send with a sampled parent. */
  static Table collectors() {
    Figures send = new Figures(Suite.SEND);
    Table table = new Table("added", "to Kamon's", "to OpenTelemetry's", "to a bare Kamon span");
    for (Collector collector : Collector.values()) {
      Map<String, String> params = Map.of("collector", collector.name());
      Cost none = sent(send, NONE, params, 1);
      Cost kamon = sent(send, KAMON, params, 1).minus(none);
      Cost otel = sent(send, OTEL, params, 1).minus(none);
      Cost bare = send.cost("FloorBenchmark.producerSpan", LIBRARY, params, 1);
      for (Tool tool : List.of(OURS, BY_HAND)) {
        Cost added = sent(send, tool, params, 1).minus(none);
        if (added.known()) {
          table.row(
              List.of(
                  tool.label() + ", " + collector.label(),
                  added.timeTo(kamon),
                  added.timeTo(otel),
                  added.timeTo(bare)));
        }
      }
    }
    return table;
  }

  private static Cost sent(Figures send, Tool tool, Map<String, String> params, int threads) {
    String method = tool == BY_HAND ? "sendByHand" : "send";
    return send.cost("SendBenchmark." + method, tool, params, threads);
  }

  static Table poll() {
    Figures poll = new Figures(Suite.POLL);
    List<Tool> tools = List.of(NONE, OURS, KAMON, OTEL, BRAVE);
    Table table = table("poll", tools);
    for (int records : List.of(0, 1, 50, 500)) {
      row(
          table,
          "poll of " + records,
          tools,
          tool -> poll.cost("PollBenchmark.poll", tool, "records", records));
    }
    row(table, "iterating over 500", tools, tool -> poll.cost("PollBenchmark.iterate", tool));
    return table;
  }

  static Table consumer() {
    Figures consumer = new Figures(Suite.CONSUMER);
    List<Tool> tools = List.of(OURS, KAMON, BRAVE);
    Table table = table("for one record", tools);
    for (String method : List.of("extractContext", "consumerSpan", "runWithConsumerSpan")) {
      for (Incoming incoming : Incoming.values()) {
        row(
            table,
            method + ", " + incoming.label(),
            tools,
            tool -> consumer.cost("ConsumerBenchmark." + method, tool, "incoming", incoming));
      }
    }
    return table;
  }

  static Table floors() {
    Figures send = new Figures(Suite.SEND);
    Figures consumer = new Figures(Suite.CONSUMER);
    Figures kctx = new Figures(Suite.KCTX);
    Table table = new Table("alone", "sampled", "unsampled", "sampled, three context tags");
    floor(table, "a bare Kamon producer span", "producerSpan", send);
    floor(table, "a copy of a record, a header of that size, a callback", "carrier", send);
    floor(table, "a bare Kamon consumer span", "consumerSpan", consumer);
    floor(table, "Kamon's own write of a context", "kamonWrite", kctx);
    floor(table, "our write of kctx to new headers", "kctxWrite", kctx);
    floor(table, "new headers with one header", "headers", kctx);
    floor(table, "Kamon's own read of a context", "kamonRead", kctx);
    floor(table, "our read of kctx", "kctxRead", kctx);
    return table;
  }

  private static void floor(Table table, String label, String method, Figures figures) {
    row(
        table,
        label,
        List.of(Incoming.SAMPLED, Incoming.UNSAMPLED, Incoming.SAMPLED_TAGS),
        in -> figures.cost("FloorBenchmark." + method, LIBRARY, "incoming", in));
  }

  private static Table table(String first, List<Tool> tools) {
    return new Table(
        Stream.concat(Stream.of(first), tools.stream().map(Tool::label)).toArray(String[]::new));
  }

  /** A row, unless nothing of it was measured. */
  private static <T> void row(Table table, String label, List<T> columns, Function<T, Cost> cost) {
    List<Cost> costs = columns.stream().map(cost).toList();
    if (costs.stream().anyMatch(Cost::known)) {
      table.row(Stream.concat(Stream.of(label), costs.stream().map(Cost::text)).toList());
    }
  }
}
