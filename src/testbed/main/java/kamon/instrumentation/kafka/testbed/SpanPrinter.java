package kamon.instrumentation.kafka.testbed;

/**
 * Prints the spans that Kamon reports, one {@link ReportedSpan#toLine} each, for a parent that
 * reads them with {@link ChildJvm#spans}.
 */
public final class SpanPrinter extends SpanListener {

  @Override
  void onSpan(ReportedSpan span) {
    // In one piece, or output of other threads could end up within the line.
    synchronized (System.out) {
      System.out.println(span.toLine());
      System.out.flush();
    }
  }
}
