package kamon.instrumentation.kafka.reliability.soak;

import java.util.List;
import java.util.Locale;

/** The straight line that is nearest to samples, and how sure its slope is. */
record Trend(double slope, double plusMinus) {
  private static final double OF_95_PERCENT = 1.96;

  static Trend of(List<double[]> samples) {
    int n = samples.size();
    double meanX = samples.stream().mapToDouble(sample -> sample[0]).average().orElseThrow();
    double meanY = samples.stream().mapToDouble(sample -> sample[1]).average().orElseThrow();
    double xx = 0;
    double xy = 0;
    for (double[] sample : samples) {
      xx += (sample[0] - meanX) * (sample[0] - meanX);
      xy += (sample[0] - meanX) * (sample[1] - meanY);
    }
    double slope = xy / xx;
    double squares = 0;
    for (double[] sample : samples) {
      double off = sample[1] - meanY - slope * (sample[0] - meanX);
      squares += off * off;
    }
    return new Trend(slope, OF_95_PERCENT * Math.sqrt(squares / (n - 2) / xx));
  }

  /** Whether a line without a slope fits as well. */
  boolean isFlat() {
    return slope - plusMinus <= 0;
  }

  String show(String unit) {
    return String.format(Locale.ROOT, "%.2f ± %.2f %s", slope, plusMinus, unit);
  }
}
