package kamon.instrumentation.kafka.agent.child.control;

import org.apache.kafka.common.header.Headers;

/** A value that knows the headers of its record, as envelopes of applications do. */
final class Parcel {
  private final String content;
  private Headers label;

  Parcel(String content) {
    this.content = content;
  }

  void stick(Headers headers) {
    label = headers;
  }

  Headers label() {
    return label;
  }

  @Override
  public String toString() {
    return content;
  }
}
