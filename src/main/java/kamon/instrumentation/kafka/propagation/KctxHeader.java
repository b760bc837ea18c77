package kamon.instrumentation.kafka.propagation;

import org.apache.kafka.common.header.Header;

/** The header kctx: half the size of Kafka's own class, of which each record keeps one. */
final class KctxHeader implements Header {
  static final String KEY = "kctx";

  private final byte[] value;

  KctxHeader(byte[] value) {
    this.value = value;
  }

  @Override
  public String key() {
    return KEY;
  }

  @Override
  public byte[] value() {
    return value;
  }

  @Override
  public String toString() {
    return KEY + " of " + value.length + " bytes";
  }
}
