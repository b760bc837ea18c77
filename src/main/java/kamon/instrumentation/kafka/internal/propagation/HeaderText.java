package kamon.instrumentation.kafka.internal.propagation;

import java.util.function.Predicate;
import kamon.instrumentation.kafka.internal.log.Warning;
import kamon.instrumentation.kafka.internal.propagation.text.Shown;
import kamon.trace.Span;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/** One header with text: read and written in one way for all formats. */
final class HeaderText {
  private static final int BASE64 = 2; // of base64 it is 16/9 times as long

  private final String name;
  private final Predicate<byte[]> like;
  private final Warning unreadable = new Warning();
  private final Warning unwritable = new Warning();

  /**
   * @param like whether bytes are made like such a value: if not, they may be base64 of one
   */
  HeaderText(String name, Predicate<byte[]> like) {
    this.name = name;
    this.like = like;
  }

  String name() {
    return name;
  }

  boolean isIn(Headers headers) {
    return headers.lastHeader(name) != null;
  }

  /** Whether the last of this name is the same object, or there is none in both. */
  boolean isSame(Headers one, Headers other) {
    return one.lastHeader(name) == other.lastHeader(name);
  }

  /** The last value; null when there is none, or one that is null, empty or too long. */
  byte[] last(Headers headers, int max) {
    Header header = headers.lastHeader(name);
    return header == null ? null : value(header, max);
  }

  /** The value of a header of this name; null when it is null, empty or too long. */
  byte[] value(Header header, int max) {
    byte[] value = header.value();
    if (value == null || value.length == 0) {
      unreadable(value == null ? "it is null" : "it is empty");
      return null;
    }
    boolean mayBeText = value.length <= BASE64 * max && !like.test(value);
    byte[] text = mayBeText ? Base64Text.decoded(value, like) : value;
    if (text.length > max) {
      unreadable("it is larger than " + max + " bytes");
      return null;
    }
    return text;
  }

  void unreadable(byte[] value, String problem) {
    unreadable.log(
        () ->
            "A record's header \""
                + name
                + "\" counts as no incoming context: "
                + problem
                + "; value "
                + Shown.text(value));
  }

  private void unreadable(String problem) {
    unreadable.log(
        () -> "A record's header \"" + name + "\" counts as no incoming context: " + problem);
  }

  void unwritable(Span span) {
    unwritable.log(
        () ->
            "A span is not sent in the header \""
                + name
                + "\", which has no place for its ids: trace "
                + span.trace().id().string()
                + ", span "
                + span.id().string());
  }

  /** Adds a header, unless the value is null; returns how many bytes it has. */
  int add(Headers headers, byte[] value) {
    if (value == null) {
      return 0;
    }
    headers.add(new TextHeader(name, value));
    return name.length() + value.length;
  }

  void remove(Headers headers) {
    if (isIn(headers)) {
      headers.remove(name); // looks at all headers through an iterator: not for nothing
    }
  }
}
