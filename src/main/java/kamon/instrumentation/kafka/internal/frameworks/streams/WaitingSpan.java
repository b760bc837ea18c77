package kamon.instrumentation.kafka.internal.frameworks.streams;

import kamon.instrumentation.kafka.internal.tracing.ConsumerScope;

/** The span of a record that was not processed in time, and will be again. */
final class WaitingSpan {
  private final ConsumerScope scope;
  private final Throwable failure;

  /**
   * @param failure of the last attempt
   */
  WaitingSpan(ConsumerScope scope, Throwable failure) {
    this.scope = scope;
    this.failure = failure;
  }

  ConsumerScope scope() {
    return scope;
  }

  /** There is no other attempt. */
  void giveUp() {
    scope.failed(failure);
    scope.finish();
  }
}
