package kamon.instrumentation.kafka.demo;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToIntFunction;
import kamon.instrumentation.kafka.testbed.ReportedSpan;

/**
 * Shows a trace as lines of text: for each span its service, its name (indented below its parent),
 * a bar on the time axis that all share and its duration, then its Kafka tags.
 */
final class Waterfall {
  private static final String INDENT = "  ";
  private static final int DURATION_WIDTH = 11;

  private final Terminal terminal;
  private final Paint paint;

  Waterfall(Terminal terminal) {
    this.terminal = terminal;
    this.paint = new Paint(terminal.colours());
  }

  List<String> lines(Trace trace) {
    int serviceWidth = widest(trace, node -> node.span().service().length()) + 2;
    int nameWidth = widest(trace, node -> indented(node).length()) + 2;
    int barWidth = terminal.width() - serviceWidth - nameWidth - DURATION_WIDTH;

    List<String> lines = new ArrayList<>();
    lines.add(paint.heading(title(trace)));
    String end = millis(trace.duration());
    lines.add(
        " ".repeat(serviceWidth + nameWidth)
            + paint.faint("0 ms" + padLeft(end, barWidth - "0 ms".length())));
    for (Trace.Node node : trace.nodes()) {
      ReportedSpan span = node.span();
      int colour = trace.services().indexOf(span.service());
      lines.add(
          paint.service(colour, pad(span.service(), serviceWidth))
              + pad(indented(node), nameWidth)
              + paint.service(colour, bar(trace, span, barWidth))
              + padLeft(millis(Duration.between(span.from(), span.to())), DURATION_WIDTH));
      String indent = " ".repeat(serviceWidth) + INDENT.repeat(node.depth());
      for (String tags : KafkaTagText.lines(span, terminal.width() - indent.length())) {
        lines.add(indent + paint.faint(tags));
      }
    }
    return lines;
  }

  private static String title(Trace trace) {
    return "Trace %s: %d spans in %d services, %s"
        .formatted(
            trace.id(), trace.nodes().size(), trace.services().size(), millis(trace.duration()));
  }

  private String bar(Trace trace, ReportedSpan span, int length) {
    double total = Math.max(1, trace.duration().toNanos());
    return Bar.draw(
        Duration.between(trace.from(), span.from()).toNanos() / total,
        Duration.between(trace.from(), span.to()).toNanos() / total,
        length,
        terminal.blocks() ? Bar.BLOCKS : Bar.ASCII);
  }

  private static String indented(Trace.Node node) {
    return INDENT.repeat(node.depth()) + node.span().name();
  }

  private static int widest(Trace trace, ToIntFunction<Trace.Node> width) {
    return trace.nodes().stream().mapToInt(width).max().orElse(0);
  }

  static String millis(Duration duration) {
    return String.format(Locale.ROOT, "%.1f ms", duration.toNanos() / 1e6);
  }

  private static String pad(String text, int width) {
    return text + " ".repeat(Math.max(0, width - text.length()));
  }

  private static String padLeft(String text, int width) {
    return " ".repeat(Math.max(0, width - text.length())) + text;
  }
}
