package kamon.instrumentation.kafka.reliability.fuzz;

import java.util.Map;
import java.util.TreeMap;
import kamon.context.Context;
import kamon.instrumentation.kafka.internal.propagation.Format;
import kamon.trace.Span;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/** What was read can be written, and read again as the same. */
final class WrittenContext {
  /** Tags of so many bytes have room in every format, whatever becomes of them there. */
  private static final int ROOM = 512;

  private WrittenContext() {}

  static void check(Readers reader, Context read) {
    Seen first = Seen.of(read);
    Headers once = written(reader.format(), read);
    Context back = reader.format().read(once);
    Seen second = Seen.of(back);
    if (reader.isExact() && first.size() < ROOM) {
      Promise.isSame("written and read", kept(reader, first), second);
    }
    Headers twice = written(reader.format(), back);
    Context last = reader.format().read(twice);
    Promise.isSame("written twice", second.withoutTags(), Seen.of(last).withoutTags());
    if (reader.isExact()) {
      Promise.isSame("written twice", second, Seen.of(last));
      // The first has not been here yet: a name of an upstream service comes, once.
      Headers thrice = written(reader.format(), last);
      Promise.holds(
          "the same headers\n" + twice + "\n" + thrice, sizes(twice).equals(sizes(thrice)));
    }
  }

  /** Tags have no order. */
  private static Map<String, Integer> sizes(Headers headers) {
    Map<String, Integer> sizes = new TreeMap<>();
    headers.forEach(header -> sizes.put(header.key(), header.value().length));
    return sizes;
  }

  /** What a format has a place for. */
  private static Seen kept(Readers reader, Seen seen) {
    return switch (reader) {
      case W3C -> seen.withoutParent();
      case B3 -> seen.withoutTags();
      // Kamon writes a parent without a decision, which B3 does not know: it is only read.
      case B3_SINGLE -> (seen.isDecided() ? seen : seen.withoutParent()).withoutTags();
      default -> seen;
    };
  }

  private static Headers written(Format format, Context context) {
    Headers headers = new RecordHeaders();
    format.write(context, context.get(Span.Key()), headers);
    return headers;
  }
}
