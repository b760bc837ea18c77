package kamon.instrumentation.kafka.internal.tracing;

import java.util.Arrays;
import kamon.trace.SpanBuilder;
import org.apache.kafka.common.header.Headers;

/** Of the headers that become tags, those that all records of a batch share. Of one thread. */
final class CommonHeaders {
  private final String[] names;
  private byte[][] values;

  CommonHeaders(String[] names) {
    this.names = names;
  }

  void add(Headers headers) {
    boolean first = values == null;
    if (first) {
      values = new byte[names.length][];
    }
    for (int i = 0; i < names.length; i++) {
      byte[] value = SpanTags.last(headers, names[i]);
      if (first) {
        values[i] = value;
      } else if (!Arrays.equals(values[i], value)) {
        values[i] = null;
      }
    }
  }

  void put(SpanBuilder builder) {
    for (int i = 0; values != null && i < names.length; i++) {
      SpanTags.putHeader(builder, names[i], values[i]);
    }
  }
}
