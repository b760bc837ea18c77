package kamon.instrumentation.kafka.internal.propagation.text;

import java.nio.charset.StandardCharsets;
import kamon.tag.TagSet;

/** One {@code key=value;property;property} of a baggage, and a tag. */
final class BaggageMember {
  private static final String TYPE = "kamon=";
  private static final String LONG = "long";
  private static final String BOOLEAN = "boolean";
  private static final String MORE_KEY_CHARS = "!#$%&'*+-.^_`|~"; // of a token, RFC 7230
  private static final String HEX = "0123456789ABCDEF";

  private final String key;
  private final String value;
  private final String type;
  private final String properties;

  private BaggageMember(String key, String value, String type, String properties) {
    this.key = key;
    this.value = value;
    this.type = type;
    this.properties = properties;
  }

  String key() {
    return key;
  }

  /** Those of others, as they were; empty for none. */
  String properties() {
    return properties;
  }

  void addTo(TagSet.Builder tags) {
    if (type.equals(BOOLEAN) && (value.equals("true") || value.equals("false"))) {
      tags.add(key, Boolean.parseBoolean(value));
      return;
    }
    if (type.equals(LONG)) {
      try {
        tags.add(key, Long.parseLong(value));
        return;
      } catch (NumberFormatException e) {
        // Somebody has changed it on the way: a text, then.
      }
    }
    tags.add(key, value);
  }

  /** Where the next such character is, or the end. */
  static int end(byte[] text, int from, int to, char c) {
    int end = from;
    while (end < to && text[end] != c) {
      end++;
    }
    return end;
  }

  /** The member between two places; null when it is none. */
  static BaggageMember read(byte[] text, int from, int to) {
    int equals = end(text, from, to, '=');
    int semicolon = end(text, from, to, ';');
    if (equals >= semicolon) {
      return null;
    }
    String key = trimmed(text, from, equals);
    String value = decoded(text, equals + 1, semicolon);
    if (value == null || !isKey(key)) {
      return null;
    }
    int type = property(text, semicolon, to);
    if (type < 0) {
      String others = isPrintable(text, semicolon, to) ? trimmed(text, semicolon, to) : "";
      return new BaggageMember(key, value, "", others);
    }
    String ours = trimmed(text, type + 1, end(text, type + 1, to, ';'));
    String others = isPrintable(text, semicolon, to) ? others(text, semicolon, to) : "";
    return new BaggageMember(key, value, ours.substring(TYPE.length()), others);
  }

  /** All but those of ours: a second one would be the type for the next service. */
  private static String others(byte[] text, int from, int to) {
    StringBuilder others = new StringBuilder();
    int at = from;
    for (int type = property(text, at, to); type >= 0; type = property(text, at, to)) {
      others.append(trimmed(text, at, type));
      at = end(text, type + 1, to, ';');
    }
    return others.append(trimmed(text, at, to)).toString();
  }

  /** Where the property of ours begins, a semicolon; -1 when there is none. */
  private static int property(byte[] text, int from, int to) {
    int at = from;
    while (at < to) {
      int start = Blanks.start(text, at + 1, to);
      int matched = 0;
      while (matched < TYPE.length()
          && start + matched < to
          && text[start + matched] == TYPE.charAt(matched)) {
        matched++;
      }
      if (matched == TYPE.length()) {
        return at;
      }
      at = end(text, at + 1, to, ';');
    }
    return -1;
  }

  private static String trimmed(byte[] text, int from, int to) {
    int start = Blanks.start(text, from, to);
    int end = Blanks.end(text, start, to);
    return new String(text, start, end - start, StandardCharsets.ISO_8859_1);
  }

  private static boolean isPrintable(byte[] text, int from, int to) {
    for (int i = from; i < to; i++) {
      if (text[i] < ' ' || text[i] > '~') {
        return false;
      }
    }
    return true;
  }

  /** A value, of which all but some characters are UTF-8 as %xx; null when it is none. */
  private static String decoded(byte[] text, int from, int to) {
    int start = Blanks.start(text, from, to);
    int end = Blanks.end(text, start, to);
    byte[] decoded = new byte[end - start];
    int length = 0;
    for (int i = start; i < end; i++) {
      byte b = text[i];
      if (b == '%') {
        int high = i + 2 < end ? Character.digit(text[i + 1], 16) : -1;
        int low = i + 2 < end ? Character.digit(text[i + 2], 16) : -1;
        if (high < 0 || low < 0) {
          return null;
        }
        b = (byte) (high << 4 | low);
        i += 2;
      } else if (!isValueChar(b)) {
        return null;
      }
      decoded[length++] = b;
    }
    return new String(decoded, 0, length, StandardCharsets.UTF_8);
  }

  private static boolean isValueChar(int c) {
    return c > ' ' && c <= '~' && c != '"' && c != ',' && c != ';' && c != '\\';
  }

  static boolean isKey(String key) {
    for (int i = 0; i < key.length(); i++) {
      char c = key.charAt(i);
      boolean letterOrDigit =
          (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
      if (!letterOrDigit && MORE_KEY_CHARS.indexOf(c) < 0) {
        return false;
      }
    }
    return !key.isEmpty();
  }

  static void write(String key, Object value, String properties, StringBuilder to) {
    to.append(key).append('=');
    for (byte b : value.toString().getBytes(StandardCharsets.UTF_8)) {
      if (isValueChar(b) && b != '%') {
        to.append((char) b);
      } else {
        to.append('%').append(HEX.charAt((b >> 4) & 0xf)).append(HEX.charAt(b & 0xf));
      }
    }
    if (value instanceof Long) {
      to.append(';').append(TYPE).append(LONG);
    } else if (value instanceof Boolean) {
      to.append(';').append(TYPE).append(BOOLEAN);
    }
    if (properties != null) {
      to.append(properties);
    }
  }
}
