package kamon.instrumentation.kafka.reliability.start;

import kamon.Kamon;

/** Starts Kamon; a class of its own, so that applications without Kamon do not miss it. */
final class KamonStart {
  private KamonStart() {}

  static void init() {
    Kamon.init();
  }

  static void keepSpans() {
    SeenSpans.keep();
  }

  static void printSpans() {
    SeenSpans.print();
  }
}
