package kamon.instrumentation.kafka.internal.propagation;

import com.typesafe.config.Config;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import kamon.Kamon;
import kamon.instrumentation.kafka.internal.log.Warning;
import kamon.instrumentation.kafka.internal.propagation.text.Shown;
import kamon.instrumentation.kafka.internal.settings.Incoming;
import kamon.trace.Identifier;
import kamon.trace.Identifier$Factory$;
import kamon.trace.Span;

/**
 * What one of Kamon's HTTP channels is given to read. Its codecs take any length and log a stack
 * trace for each value that they cannot read: those are found here first. Immutable.
 */
final class HttpHeaderLimits {
  private static final int SPAN_DIGITS = 16;
  private static final int MAX_DIGITS = 32;
  private static final int MAX_B3_PARTS = 4;
  private static final String MAX_DATADOG_ID = "18446744073709551615"; // 64 bits, without a sign

  private final Warning unreadable = new Warning();
  private final String tagsHeader;
  private final Set<String> names = new HashSet<>();
  private final Incoming incoming;

  /**
   * @param channel kamon.propagation.http.default, or another
   */
  HttpHeaderLimits(Config channel, Incoming incoming) {
    this.incoming = incoming;
    tagsHeader = channel.getString("tags.header-name");
    names.add(tagsHeader);
    channel
        .getConfig("tags.mappings")
        .entrySet()
        .forEach(mapping -> names.add(String.valueOf(mapping.getValue().unwrapped())));
    names.add("X-B3-Flags"); // read by Kamon, and not written
  }

  /** The headers with tags. */
  Set<String> names() {
    return names;
  }

  /** Bytes of a value. */
  int maxSize() {
    return incoming.maxSize();
  }

  /** Whether Kamon's codecs can read a value. */
  boolean isReadable(String name, String value) {
    if (name.equals(tagsHeader)) {
      return value.chars().filter(c -> c == ';').count() <= incoming.maxTags();
    }
    switch (name.toLowerCase(Locale.ROOT)) {
      case "b3":
        int parts = value.split("-").length;
        return parts > 1 && parts <= MAX_B3_PARTS && isEscaped(value);
      case "x-b3-traceid":
      case "x-b3-spanid":
      case "x-b3-parentspanid":
      case "uber-trace-id":
        return isEscaped(value);
      case "x-datadog-trace-id":
      case "x-datadog-parent-id":
        return isDatadogId(value);
      default:
        return true;
    }
  }

  /** Whether each % has two digits after it. */
  private static boolean isEscaped(String value) {
    for (int at = value.indexOf('%'); at >= 0; at = value.indexOf('%', at + 1)) {
      boolean complete = at + 2 < value.length();
      if (!complete || !isHex(value.charAt(at + 1)) || !isHex(value.charAt(at + 2))) {
        return false;
      }
    }
    return true;
  }

  private static boolean isDatadogId(String value) {
    for (int i = 0; i < value.length(); i++) {
      if (value.charAt(i) < '0' || value.charAt(i) > '9') {
        return false;
      }
    }
    int more = value.length() - MAX_DATADOG_ID.length();
    return !value.isEmpty() && (more < 0 || (more == 0 && value.compareTo(MAX_DATADOG_ID) <= 0));
  }

  private static boolean isHex(char c) {
    return Character.digit(c, 16) >= 0;
  }

  /** Whether ids have a length that Kamon's identifier scheme knows. */
  boolean idsFit(Span span) {
    Identifier.Factory factory = Kamon.identifierScheme().spanIdFactory();
    String trace = span.trace().id().string();
    String id = span.id().string();
    boolean fit =
        factory == Identifier$Factory$.MODULE$.EightBytesIdentifier()
            ? id.length() == SPAN_DIGITS
                && (trace.length() == SPAN_DIGITS || trace.length() == MAX_DIGITS)
            : !id.isEmpty() && !trace.isEmpty() && id.length() + trace.length() <= 4 * MAX_DIGITS;
    if (!fit) {
      unreadable.log(
          () ->
              "The span of a record's headers is left out: its ids are not as long as those of"
                  + " kamon.trace.identifier-scheme");
    }
    return fit;
  }

  /** Null, for a value that is not read. */
  String tooLarge(String name) {
    unreadable.log(
        () ->
            "A record's header \""
                + name
                + "\" is not read: it is larger than "
                + Incoming.SECTION
                + ".max-size = "
                + incoming.maxSize()
                + " bytes");
    return null;
  }

  /** Null, for a value that is not read. */
  String unreadable(String name, byte[] value) {
    unreadable.log(
        () ->
            "A record's header \""
                + name
                + "\" is not read: "
                + (name.equals(tagsHeader)
                    // Not what is in it: values of tags are not for the log.
                    ? "it has more tags than "
                        + Incoming.SECTION
                        + ".max-tags = "
                        + incoming.maxTags()
                    : "Kamon's HTTP propagation would not understand " + Shown.text(value)));
    return null;
  }
}
