package kamon.instrumentation.kafka.demo;

/** Why the demo cannot go on, and what to do, in words for the one who runs it. */
final class DemoFailure extends RuntimeException {
  DemoFailure(String message) {
    super(message);
  }
}
