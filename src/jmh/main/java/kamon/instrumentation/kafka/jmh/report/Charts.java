package kamon.instrumentation.kafka.jmh.report;

import java.nio.file.Path;
import java.util.List;
import kamon.instrumentation.kafka.jmh.benchmarks.Suite;
import kamon.instrumentation.kafka.jmh.endtoend.EndToEnd;
import kamon.instrumentation.kafka.jmh.endtoend.Tracing;
import kamon.instrumentation.kafka.jmh.startup.Startup;
import kamon.instrumentation.kafka.jmh.tools.Tool;

/** The plots of the report. */
final class Charts {
  private static final List<Tool> TRACING = List.of(Tool.OURS, Tool.KAMON, Tool.OTEL, Tool.BRAVE);

  private final Path directory;

  Charts(Path directory) {
    this.directory = directory;
  }

  String send() {
    Figures send = new Figures(Suite.SEND);
    Cost none = send.cost("SendBenchmark.send", Tool.NONE);
    BarChart time = new BarChart("Time added to send, sampled parent", "ns");
    BarChart bytes = new BarChart("Bytes added to send, sampled parent", "B");
    Cost bare = send.cost("FloorBenchmark.producerSpan", Tool.LIBRARY);
    time.bar("bare Kamon span (floor)", bare.nanos(), false);
    bytes.bar("bare Kamon span (floor)", bare.bytes(), false);
    for (Tool tool : TRACING) {
      Cost added = send.cost("SendBenchmark.send", tool).minus(none);
      time.bar(tool.label(), added.nanos(), tool == Tool.OURS);
      bytes.bar(tool.label(), added.bytes(), tool == Tool.OURS);
    }
    return time.write(directory, "send-time") + bytes.write(directory, "send-bytes");
  }

  String poll() {
    Figures poll = new Figures(Suite.POLL);
    Cost none = poll.cost("PollBenchmark.poll", Tool.NONE);
    BarChart chart = new BarChart("Time added to poll, for each of 500 records", "ns");
    for (Tool tool : TRACING) {
      double added = poll.cost("PollBenchmark.poll", tool).minus(none).nanos() / 500;
      chart.bar(tool.label(), added, tool == Tool.OURS);
    }
    return chart.write(directory, "poll-time");
  }

  String consumer() {
    Figures consumer = new Figures(Suite.CONSUMER);
    BarChart chart = new BarChart("Time of runWithConsumerSpan, sampled span", "ns");
    chart.bar(
        "bare Kamon span (floor)",
        consumer.cost("FloorBenchmark.consumerSpan", Tool.LIBRARY).nanos(),
        false);
    for (Tool tool : TRACING) {
      Cost cost = consumer.cost("ConsumerBenchmark.runWithConsumerSpan", tool);
      chart.bar(tool.label(), cost.nanos(), tool == Tool.OURS);
    }
    return chart.write(directory, "consumer-time");
  }

  String endToEnd() {
    Runs runs = new Runs(EndToEnd.PART);
    StringBuilder charts = new StringBuilder();
    for (Tracing tracing : Tracing.values()) {
      BarChart chart =
          new BarChart("Records of 1 KiB sent in a second, " + tracing.label(), "records/s");
      for (Tool tool : EndToEnd.TOOLS) {
        double rate = runs.median("sendRate", EndToEndTable.key(tool, tracing, 1024));
        chart.bar(tool.label(), rate, tool == Tool.OURS);
      }
      charts.append(
          chart.write(
              directory,
              tracing == Tracing.ALL ? "end-to-end-every-record" : "end-to-end-one-percent"));
    }
    return charts.toString();
  }

  String startup() {
    Runs runs = new Runs(Startup.PART);
    double none = Targets.millis(runs, Startup.KAFKA, Tool.NONE);
    BarChart chart = new BarChart("Startup of a Kafka application, over no agent", "ms");
    for (Tool tool : List.of(Tool.EMPTY_AGENT, Tool.OURS, Tool.KAMON, Tool.OTEL)) {
      double over = Targets.millis(runs, Startup.KAFKA, tool) - none;
      chart.bar(tool.label(), over, tool == Tool.OURS);
    }
    return chart.write(directory, "startup");
  }
}
