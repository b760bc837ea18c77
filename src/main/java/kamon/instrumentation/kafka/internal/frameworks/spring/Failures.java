package kamon.instrumentation.kafka.internal.frameworks.spring;

import java.util.concurrent.CompletionException;

/** What a listener has thrown, without what Spring Kafka wraps around it on the way. */
final class Failures {
  private static final String LISTENER = "org.springframework.kafka.listener.";

  private Failures() {}

  static Throwable cause(Throwable failure) {
    Throwable cause = failure;
    while (isWrapper(cause) && cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause;
  }

  private static boolean isWrapper(Throwable failure) {
    String name = failure.getClass().getName();
    return failure instanceof CompletionException
        || name.equals(LISTENER + "ListenerExecutionFailedException")
        || name.equals(LISTENER + "TimestampedException");
  }
}
