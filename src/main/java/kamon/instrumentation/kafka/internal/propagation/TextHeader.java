package kamon.instrumentation.kafka.internal.propagation;

import java.util.Arrays;
import org.apache.kafka.common.header.Header;

/** A header of ours: smaller than Kafka's own class, of which each record keeps one. */
final class TextHeader implements Header {
  private final String key;
  private final byte[] value;

  TextHeader(String key, byte[] value) {
    this.key = key;
    this.value = value;
  }

  @Override
  public String key() {
    return key;
  }

  @Override
  public byte[] value() {
    return value;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof TextHeader
        && key.equals(((TextHeader) other).key)
        && Arrays.equals(value, ((TextHeader) other).value);
  }

  @Override
  public int hashCode() {
    return 31 * key.hashCode() + Arrays.hashCode(value);
  }

  @Override
  public String toString() {
    return key + " of " + value.length + " bytes";
  }
}
