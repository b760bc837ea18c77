package kamon.instrumentation.kafka.propagation;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigValueType;
import java.util.HashMap;
import java.util.Map;
import kamon.Kamon;
import kamon.context.BinaryPropagation;
import kamon.context.BinaryPropagation$Settings$;
import kamon.context.Context;
import kamon.context.Propagation;
import kamon.tag.Tag;
import kamon.trace.Span;
import kamon.trace.Span$TagKeys$;

/**
 * The number of bytes that Kamon's binary propagation would write for a context, known before it
 * tries: a context over its limit makes it write nothing and log a stack trace.
 */
final class KctxSize {
  private static final String CHANNEL = "kamon.propagation.binary.default";
  private static final int DEFAULT_MAX_OUTGOING = 2048; // Kamon's reference.conf

  private final int maxOutgoing;
  private final boolean includeUpstreamName;
  private final Map<String, Propagation.EntryWriter<BinaryPropagation.ByteStreamWriter>>
      otherEntries;

  KctxSize(Config config) {
    int max = DEFAULT_MAX_OUTGOING;
    boolean upstream = true;
    Map<String, Propagation.EntryWriter<BinaryPropagation.ByteStreamWriter>> others =
        new HashMap<>();
    try {
      Config channel = config.getConfig(CHANNEL);
      max = (int) Math.min(Integer.MAX_VALUE, channel.getBytes("max-outgoing-size"));
      upstream = channel.getBoolean("tags.include-upstream-name");
      others = otherEntries(channel);
    } catch (ConfigException e) {
      // Kamon itself cannot start on such a configuration, and says so.
      others.clear();
    }
    maxOutgoing = max;
    includeUpstreamName = upstream;
    otherEntries = others;
  }

  private static Map<String, Propagation.EntryWriter<BinaryPropagation.ByteStreamWriter>>
      otherEntries(Config channel) {
    Map<String, Propagation.EntryWriter<BinaryPropagation.ByteStreamWriter>> writers =
        new HashMap<>();
    scala.collection.immutable.Map<
            String, Propagation.EntryWriter<BinaryPropagation.ByteStreamWriter>>
        all = BinaryPropagation$Settings$.MODULE$.from(channel).outgoingEntries();
    channel
        .getConfig("entries.outgoing")
        .root()
        .forEach(
            (key, value) -> {
              if (!key.equals(Span.Key().name())
                  && value.valueType() == ConfigValueType.STRING
                  && all.get(key).isDefined()) {
                writers.put(key, all.get(key).get());
              }
            });
    return writers;
  }

  int maxOutgoing() {
    return maxOutgoing;
  }

  /** Exact for tags and span; entries of other kinds are written once to see. */
  int of(Context context) {
    int tags = tags(context);
    int entries = entries(context);
    return (tags == 0 ? 0 : 1 + tags + 1) + entries + 1;
  }

  private int tags(Context context) {
    int strings = 0;
    int longs = 0;
    int booleans = 0;
    int bytes = 0;
    scala.collection.Iterator<Tag> tags = context.tags().iterator();
    while (tags.hasNext()) {
      Tag tag = tags.next();
      bytes += text(tag.key()) + 1;
      if (tag instanceof Tag.String) {
        strings++;
        bytes += text(((Tag.String) tag).value());
      } else if (tag instanceof Tag.Long) {
        longs++;
        bytes += number(((Tag.Long) tag).value());
      } else {
        booleans++;
        bytes += ((Tag.Boolean) tag).value() ? 1 : 0;
      }
    }
    if (includeUpstreamName) {
      strings++;
      bytes += text(Span$TagKeys$.MODULE$.UpstreamName()) + text(Kamon.environment().service()) + 1;
    }
    return bytes + list(strings) + list(longs) + list(booleans);
  }

  private int entries(Context context) {
    int count = 0;
    int bytes = 0;
    Span span = context.get(Span.Key());
    if (!span.isEmpty()) {
      count++;
      int ids = bytes(span.trace().id().bytes().length) + bytes(span.id().bytes().length);
      bytes += entry(Span.Key().name(), ids + bytes(span.parentId().bytes().length) + 2 + 1);
    }
    if (!otherEntries.isEmpty()) {
      scala.collection.Iterator<Context.Entry> entries = context.entries();
      while (entries.hasNext()) {
        String key = entries.next().key();
        Propagation.EntryWriter<BinaryPropagation.ByteStreamWriter> writer = otherEntries.get(key);
        if (writer != null) {
          count++;
          bytes += entry(key, KctxBuffer.sizeOf(writer, context));
        }
      }
    }
    return bytes + list(count);
  }

  private static int entry(String key, int value) {
    return text(key) + bytes(value) + 1;
  }

  private static int list(int count) {
    return count == 0 ? 0 : 1 + varint(count);
  }

  private static int text(String text) {
    return bytes(Utf8.size(text));
  }

  private static int bytes(int size) {
    return size == 0 ? 0 : 1 + varint(size) + size;
  }

  private static int varint(int value) {
    int bytes = 1;
    for (int rest = value >>> 7; rest != 0; rest >>>= 7) {
      bytes++;
    }
    return bytes;
  }

  private static int number(long value) {
    if (value == 0) {
      return 0;
    }
    int bytes = 1;
    long rest = Math.abs(value);
    for (int n = 0; n < 8 && (rest & ~0x7fL) != 0; n++) {
      bytes++;
      rest >>>= 7;
    }
    return 1 + bytes;
  }
}
