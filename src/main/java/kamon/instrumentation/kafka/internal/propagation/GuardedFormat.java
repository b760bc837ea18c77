package kamon.instrumentation.kafka.internal.propagation;

import kamon.context.Context;
import kamon.instrumentation.kafka.internal.log.Warning;
import kamon.tag.TagSet;
import kamon.trace.Span;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/** Any format, whose failures cost a context and a line in the log, and nothing else. */
final class GuardedFormat implements Format {
  private final Warning readFailed = new Warning();
  private final Warning writeFailed = new Warning();
  private final String name;
  private final UnguardedFormat format;

  /**
   * @param name for the log
   */
  GuardedFormat(String name, UnguardedFormat format) {
    this.name = name;
    this.format = format;
  }

  /** The format itself. */
  UnguardedFormat unguarded() {
    return format;
  }

  @Override
  public Context read(Headers headers) {
    try {
      return format.read(headers);
    } catch (Throwable t) {
      readFailed.log(name + " could not read the context of a record", t);
      return Context.Empty();
    }
  }

  @Override
  public Context readSingle(Header single) {
    try {
      return format.readSingle(single);
    } catch (Throwable t) {
      readFailed.log(name + " could not read the context of a record", t);
      return Context.Empty();
    }
  }

  @Override
  public Header single(Headers headers) {
    try {
      return format.single(headers);
    } catch (Throwable t) {
      return null; // Whoever reads them then sees what is wrong.
    }
  }

  @Override
  public TagSet unsampledTags(Header single) {
    try {
      return format.unsampledTags(single);
    } catch (Throwable t) {
      return null; // the same
    }
  }

  /** What the format says; false where it fails. */
  boolean hasSpan(Headers headers, Span span) {
    try {
      return format.hasSpan(headers, span);
    } catch (Throwable t) {
      return false; // Whoever reads it then sees what is wrong.
    }
  }

  @Override
  public boolean isIn(Headers headers) {
    try {
      return format.isIn(headers);
    } catch (Throwable t) {
      readFailed.log(name + " could not look for the context of a record", t);
      return false;
    }
  }

  @Override
  public boolean isSame(Headers one, Headers other) {
    try {
      return format.isSame(one, other);
    } catch (Throwable t) {
      readFailed.log(name + " could not compare the contexts of records", t);
      return false;
    }
  }

  @Override
  public int write(Context context, Span span, Headers headers) {
    try {
      return format.write(context, span, headers);
    } catch (Throwable t) {
      writeFailed.log(name + " could not write the context of a record", t);
      remove(headers);
      return 0;
    }
  }

  @Override
  public boolean writesChildren() {
    return format.writesChildren();
  }

  @Override
  public int writeChild(Context context, Span parent, long id, Headers headers) {
    try {
      return format.writeChild(context, parent, id, headers);
    } catch (Throwable t) {
      writeFailed.log(name + " could not write the context of a record", t);
      remove(headers);
      return 0;
    }
  }

  @Override
  public void remove(Headers headers) {
    try {
      format.remove(headers);
    } catch (Throwable t) {
      writeFailed.log(name + " could not take the context out of a record", t);
    }
  }
}
