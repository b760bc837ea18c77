package kamon.instrumentation.kafka.internal.propagation;

import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import kamon.context.HttpPropagation;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import scala.Option;
import scala.collection.immutable.Map;
import scala.collection.immutable.Map$;

/** Record headers as one of Kamon's HTTP channels reads them, for one record. */
final class HttpHeaders implements HttpPropagation.HeaderReader {
  private static final int BASE64 = 2; // of base64 it is 16/9 times as long

  // Its result has another type in Scala 2.12 and in 2.13.
  private static final Method UPDATED = updated();

  private final Headers headers;
  private final HttpHeaderLimits limits;
  private final boolean mirrored;

  HttpHeaders(Headers headers, HttpHeaderLimits limits) {
    this.headers = headers;
    this.limits = limits;
    mirrored = areBase64(headers);
  }

  private static Method updated() {
    for (Method method : Map.class.getMethods()) {
      if (method.getName().equals("updated") && method.getParameterCount() == 2) {
        return method;
      }
    }
    throw new IllegalStateException("No method \"updated\" in " + Map.class);
  }

  /** Mirror Maker 2 and Connect make base64 text of every header: one that is none tells. */
  private static boolean areBase64(Headers headers) {
    for (Header header : headers) {
      if (header.value() != null && !Base64Text.isText(header.value())) {
        return false;
      }
    }
    return true;
  }

  @Override
  public Option<String> read(String name) {
    return Option.apply(value(name, headers.lastHeader(name)));
  }

  @Override
  @SuppressWarnings("unchecked")
  public Map<String, String> readAll() {
    Map<String, String> all = Map$.MODULE$.empty();
    try {
      for (Header header : headers) {
        String value = value(header.key(), header);
        if (value != null) {
          all = (Map<String, String>) UPDATED.invoke(all, header.key(), value);
        }
      }
      return all;
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  private String value(String name, Header header) {
    if (header == null || header.value() == null) {
      return null;
    }
    byte[] value = header.value();
    if (mirrored && value.length <= BASE64 * limits.maxSize()) {
      value = Base64Text.printable(value);
    }
    if (value.length > limits.maxSize()) {
      return limits.tooLarge(name);
    }
    String text = new String(value, StandardCharsets.UTF_8).trim();
    return limits.isReadable(name, text) ? text : limits.unreadable(name, value);
  }
}
