package kamon.instrumentation.kafka.agent.engine.inspect;

import java.io.IOException;

/** The command's argument names nothing that could be looked at; the message says why. */
final class WrongTarget extends IOException {
  private static final long serialVersionUID = 1;

  WrongTarget(String message) {
    super(message);
  }
}
