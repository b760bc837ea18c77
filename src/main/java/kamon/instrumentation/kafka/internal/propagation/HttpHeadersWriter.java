package kamon.instrumentation.kafka.internal.propagation;

import java.nio.charset.StandardCharsets;
import java.util.Set;
import kamon.context.HttpPropagation;
import org.apache.kafka.common.header.Headers;

/** Record headers as one of Kamon's HTTP channels writes them, for one record. */
final class HttpHeadersWriter implements HttpPropagation.HeaderWriter {
  private final Headers headers;
  private final Set<String> names;
  private int bytes;

  /**
   * @param names gets the name of each header that is written
   */
  HttpHeadersWriter(Headers headers, Set<String> names) {
    this.headers = headers;
    this.names = names;
  }

  @Override
  public void write(String name, String value) {
    if (!names.contains(name)) {
      names.add(name);
      headers.remove(name);
    }
    byte[] text = value.getBytes(StandardCharsets.UTF_8);
    headers.add(new TextHeader(name, text));
    bytes += name.length() + text.length;
  }

  /** How many bytes of names and values were written. */
  int bytes() {
    return bytes;
  }
}
