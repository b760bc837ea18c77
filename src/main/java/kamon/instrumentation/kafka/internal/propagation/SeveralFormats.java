package kamon.instrumentation.kafka.internal.propagation;

import java.util.Arrays;
import java.util.List;
import kamon.context.Context;
import kamon.tag.TagSet;
import kamon.trace.Identifier;
import kamon.trace.Span;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/**
 * Several formats at once, for fleets that have more than one. All of those to be written are
 * written; of those to be read, the first with a span counts.
 */
final class SeveralFormats implements Format {
  /** The names of formats whose spans are not the same, where there were any. */
  private static final Context.Key<String> CONFLICT =
      Context.key("kafka.propagation-conflict", null);

  private final String[] readNames;
  private final GuardedFormat[] read;
  private final GuardedFormat[] write;

  /**
   * @param readNames the names of the formats to be read
   */
  SeveralFormats(List<String> readNames, List<GuardedFormat> read, List<GuardedFormat> write) {
    this.readNames = readNames.toArray(new String[0]);
    this.read = read.toArray(new GuardedFormat[0]);
    this.write = write.toArray(new GuardedFormat[0]);
  }

  /** Which formats have said different things of a record's span; null when none have. */
  static String conflict(Context context) {
    return context.get(CONFLICT);
  }

  @Override
  public Context read(Headers headers) {
    Context found = Context.Empty();
    Span first = null;
    int firstRead = 0;
    for (int i = 0; i < read.length; i++) {
      if (first != null && read[i].hasSpan(headers, first)) {
        continue; // mostly: formats of one record agree
      }
      Context context = read[i].read(headers);
      Span span = context.get(Span.Key());
      if (first != null) {
        if (!span.isEmpty() && !isSame(first, span)) {
          found = found.withEntry(CONFLICT, readNames[firstRead] + "," + readNames[i]);
        }
      } else if (!span.isEmpty()) {
        first = span;
        firstRead = i;
        // Tags that came before the span, from an older hop or another tracer, are kept.
        found = found.isEmpty() ? context : context.withTags(found.tags());
      } else if (found.isEmpty()) {
        found = context;
      }
    }
    return found;
  }

  private static boolean isSame(Span one, Span other) {
    return isSame(one.id(), other.id()) && isSame(one.trace().id(), other.trace().id());
  }

  /** Formats pad ids with zeros, or shorten them. */
  private static boolean isSame(Identifier one, Identifier other) {
    String longer = one.string();
    String shorter = other.string();
    if (longer.equals(shorter)) {
      return true; // mostly, and the fastest to see
    }
    if (longer.length() < shorter.length()) {
      return isSame(other, one);
    }
    int more = longer.length() - shorter.length();
    for (int i = 0; i < more; i++) {
      if (longer.charAt(i) != '0') {
        return false;
      }
    }
    return longer.startsWith(shorter, more);
  }

  @Override
  public Header single(Headers headers) {
    return null;
  }

  @Override
  public Context readSingle(Header single) {
    return Context.Empty();
  }

  @Override
  public TagSet unsampledTags(Header single) {
    return null;
  }

  @Override
  public boolean isIn(Headers headers) {
    for (Format format : write) {
      if (format.isIn(headers)) {
        return true;
      }
    }
    return false;
  }

  @Override
  public boolean isSame(Headers one, Headers other) {
    for (Format format : read) {
      if (!format.isSame(one, other)) {
        return false;
      }
    }
    return true;
  }

  @Override
  public int write(Context context, Span span, Headers headers) {
    int bytes = 0;
    for (Format format : write) {
      int more = format.write(context, span, headers);
      bytes = bytes == UNKNOWN || more == UNKNOWN ? UNKNOWN : bytes + more;
    }
    return bytes;
  }

  @Override
  public boolean writesChildren() {
    return Arrays.stream(write).allMatch(Format::writesChildren);
  }

  @Override
  public int writeChild(Context context, Span parent, long id, Headers headers) {
    return write(context, ChildSpan.of(parent, id), headers); // one object for all
  }

  @Override
  public void remove(Headers headers) {
    for (Format format : write) {
      format.remove(headers);
    }
  }
}
