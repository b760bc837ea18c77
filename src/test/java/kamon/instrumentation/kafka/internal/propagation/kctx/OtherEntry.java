package kamon.instrumentation.kafka.internal.propagation.kctx;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import kamon.context.BinaryPropagation;
import kamon.context.Context;
import kamon.context.Propagation;

/** An entry of the application's own that travels with contexts. */
public final class OtherEntry
    implements Propagation.EntryReader<BinaryPropagation.ByteStreamReader>,
        Propagation.EntryWriter<BinaryPropagation.ByteStreamWriter> {
  static final Context.Key<String> KEY = Context.key("other", "");
  static final String OUTGOING =
      "kamon.propagation.binary.default.entries.outgoing.other = \""
          + OtherEntry.class.getName()
          + '"';

  @Override
  public Context read(BinaryPropagation.ByteStreamReader medium, Context context) {
    return context.withEntry(KEY, new String(medium.readAll(), StandardCharsets.UTF_8));
  }

  @Override
  public void write(Context context, BinaryPropagation.ByteStreamWriter medium) {
    byte[] value = context.get(KEY).getBytes(StandardCharsets.UTF_8);
    if (value.length < 10) {
      medium.write(value);
      return;
    }
    // In all ways that there are.
    medium.write(value[0]);
    medium.write(value, 1, 2);
    medium.write(Arrays.copyOfRange(value, 3, value.length));
  }
}
