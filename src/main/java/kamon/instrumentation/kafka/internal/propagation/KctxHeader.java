package kamon.instrumentation.kafka.internal.propagation;

import java.util.Arrays;
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
  public boolean equals(Object other) {
    return other instanceof KctxHeader && Arrays.equals(value, ((KctxHeader) other).value);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(value);
  }

  @Override
  public String toString() {
    return KEY + " of " + value.length + " bytes";
  }
}
