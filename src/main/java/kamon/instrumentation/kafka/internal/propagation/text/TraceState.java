package kamon.instrumentation.kafka.internal.propagation.text;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The header tracestate, what tracing systems pass on for each other: <a
 * href="https://www.w3.org/TR/trace-context-1/#tracestate-header">W3C Trace Context</a>. One that
 * is wrong anywhere is left out as a whole, as the specification wants it.
 */
public final class TraceState {
  private static final int MAX_MEMBERS = 32;
  private static final int MAX_KEY = 256;
  private static final int MAX_TENANT = 241;
  private static final int MAX_SYSTEM = 14;
  private static final int MAX_VALUE = 256;

  private TraceState() {}

  /** All values, in their order, as one; empty when there is nothing in them, or one is wrong. */
  public static String combined(List<byte[]> values) {
    StringBuilder all = new StringBuilder();
    Set<String> keys = new HashSet<>();
    for (byte[] value : values) {
      if (!collect(value, all, keys)) {
        return "";
      }
    }
    return all.toString();
  }

  private static boolean collect(byte[] value, StringBuilder all, Set<String> keys) {
    int from = 0;
    while (from <= value.length) {
      int comma = from;
      while (comma < value.length && value[comma] != ',') {
        comma++;
      }
      int start = Blanks.start(value, from, comma);
      int end = Blanks.end(value, start, comma);
      boolean wanted = start == end || keys.size() < MAX_MEMBERS;
      if (!wanted || (start < end && !addMember(value, start, end, all, keys))) {
        return false;
      }
      from = comma + 1;
    }
    return true;
  }

  private static boolean addMember(
      byte[] value, int start, int end, StringBuilder all, Set<String> keys) {
    int equals = start;
    while (equals < end && value[equals] != '=') {
      equals++;
    }
    if (!isKey(value, start, equals) || !isValue(value, equals + 1, end)) {
      return false;
    }
    if (!keys.add(new String(value, start, equals - start, StandardCharsets.ISO_8859_1))) {
      return false;
    }
    if (all.length() > 0) {
      all.append(',');
    }
    all.append(new String(value, start, end - start, StandardCharsets.ISO_8859_1));
    return true;
  }

  /** {@code key}, or {@code tenant@system}. */
  private static boolean isKey(byte[] value, int start, int end) {
    int at = start;
    while (at < end && value[at] != '@') {
      at++;
    }
    if (at == end) {
      return isName(value, start, end, MAX_KEY);
    }
    return isName(value, start, at, MAX_TENANT)
        && isName(value, at + 1, end, MAX_SYSTEM)
        && value[at + 1] >= 'a';
  }

  private static boolean isName(byte[] value, int start, int end, int max) {
    if (start >= end || end - start > max || !isLetterOrDigit(value[start])) {
      return false;
    }
    for (int i = start; i < end; i++) {
      byte c = value[i];
      if (!isLetterOrDigit(c) && c != '_' && c != '-' && c != '*' && c != '/') {
        return false;
      }
    }
    return true;
  }

  private static boolean isLetterOrDigit(byte c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
  }

  private static boolean isValue(byte[] value, int start, int end) {
    if (start >= end || end - start > MAX_VALUE) {
      return false;
    }
    for (int i = start; i < end; i++) {
      if (value[i] < ' ' || value[i] > '~' || value[i] == '=') {
        return false;
      }
    }
    return true;
  }
}
