package kamon.instrumentation.kafka.testbed;

import java.util.function.Consumer;

/**
 * Prints the spans that Kamon reports, one {@link ReportedSpan#toLine} each, for a parent that
 * reads them with {@link ChildJvm#spans}.
 */
public final class SpanPrinter extends SpanListener {
  private final Consumer<String> printed;

  public SpanPrinter() {
    this(name -> {});
  }

  /**
   * @param printed is told the name of each span that has been printed
   */
  public SpanPrinter(Consumer<String> printed) {
    this.printed = printed;
  }

  @Override
  void onSpan(ReportedSpan span) {
    // In one piece, or output of other threads could end up within the line.
    synchronized (System.out) {
      System.out.println(span.toLine());
      System.out.flush();
    }
    printed.accept(span.name());
  }
}
