package kamon.instrumentation.kafka.internal.propagation.kctx;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import kamon.context.BinaryPropagation;
import kamon.context.BinaryPropagation$Settings$;
import kamon.context.Propagation;
import kamon.trace.Span;

/** What kamon.propagation.binary.default says of the header. Immutable. */
final class KctxSettings {
  private static final String CHANNEL = "kamon.propagation.binary.default";
  private static final String KAMONS_SPAN_CODEC = "kamon.trace.SpanPropagation$Colfer";
  private static final int DEFAULT_MAX_OUTGOING = 2048; // Kamon's reference.conf
  private static final int COLFER_MAX = 16 * 1024 * 1024; // Colfer's own limit

  private final int maxOutgoing;
  private final boolean includeUpstreamName;
  private final boolean writesSpanOnly;
  private final boolean readsSpanOnly;
  private final Map<String, Propagation.EntryReader<BinaryPropagation.ByteStreamReader>> readers;
  private final Map<String, Propagation.EntryWriter<BinaryPropagation.ByteStreamWriter>> writers;

  KctxSettings(Config config) {
    int max = DEFAULT_MAX_OUTGOING;
    boolean upstream = true;
    boolean spanOut = false;
    boolean spanIn = false;
    Map<String, Propagation.EntryReader<BinaryPropagation.ByteStreamReader>> in =
        Collections.emptyMap();
    Map<String, Propagation.EntryWriter<BinaryPropagation.ByteStreamWriter>> out =
        Collections.emptyMap();
    try {
      Config channel = config.getConfig(CHANNEL);
      max = (int) Math.min(COLFER_MAX, channel.getBytes("max-outgoing-size"));
      upstream = channel.getBoolean("tags.include-upstream-name");
      spanOut = isSpanOnly(channel.getConfig("entries.outgoing"));
      spanIn = isSpanOnly(channel.getConfig("entries.incoming"));
      if (!spanIn || !spanOut) {
        BinaryPropagation.Settings all = BinaryPropagation$Settings$.MODULE$.from(channel);
        in = spanIn ? in : byName(channel.getConfig("entries.incoming"), all.incomingEntries());
        out = spanOut ? out : byName(channel.getConfig("entries.outgoing"), all.outgoingEntries());
      }
    } catch (ConfigException e) {
      // Kamon itself cannot start on such a configuration, and says so: its path is taken.
      spanOut = false;
      spanIn = true;
    }
    maxOutgoing = max;
    includeUpstreamName = upstream;
    writesSpanOnly = spanOut;
    readsSpanOnly = spanIn;
    readers = in;
    writers = out;
  }

  private static boolean isSpanOnly(Config entries) {
    ConfigValue codec = entries.root().get(Span.Key().name());
    return entries.root().size() == 1
        && codec != null
        && KAMONS_SPAN_CODEC.equals(codec.unwrapped());
  }

  private static <T> Map<String, T> byName(
      Config entries, scala.collection.immutable.Map<String, T> all) {
    Map<String, T> byName = new HashMap<>();
    entries
        .root()
        .forEach(
            (key, value) -> {
              if (value.valueType() == ConfigValueType.STRING && all.get(key).isDefined()) {
                byName.put(key, all.get(key).get());
              }
            });
    return byName;
  }

  /** The size that no written context exceeds, in bytes. */
  int maxOutgoing() {
    return maxOutgoing;
  }

  /** Whether the name of this service goes along as a context tag. */
  boolean includeUpstreamName() {
    return includeUpstreamName;
  }

  /** Whether the span, in Kamon's own format, is the only entry that is written. */
  boolean writesSpanOnly() {
    return writesSpanOnly;
  }

  /** Whether the span, in Kamon's own format, is the only entry that is read. */
  boolean readsSpanOnly() {
    return readsSpanOnly;
  }

  /** The readers of all entries, by name; empty when {@link #readsSpanOnly}. */
  Map<String, Propagation.EntryReader<BinaryPropagation.ByteStreamReader>> readers() {
    return readers;
  }

  /** The writers of all entries, by name; empty when {@link #writesSpanOnly}. */
  Map<String, Propagation.EntryWriter<BinaryPropagation.ByteStreamWriter>> writers() {
    return writers;
  }
}
