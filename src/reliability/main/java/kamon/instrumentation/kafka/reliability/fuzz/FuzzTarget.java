package kamon.instrumentation.kafka.reliability.fuzz;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Method;
import java.nio.Buffer;
import kamon.Kamon;
import kamon.context.BinaryPropagation$ByteStreamReader$;
import kamon.context.Context;
import kamon.instrumentation.kafka.KafkaInstrumentation;
import kamon.instrumentation.kafka.internal.propagation.Format;
import kamon.instrumentation.kafka.internal.weave.OldApiEntry;
import kamon.tag.TagSet;
import kamon.trace.Trace$SamplingDecision$DoNotSample$;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/** What holds whatever a record's headers and key are. Jazzer finds its methods by their names. */
public final class FuzzTarget {
  private static final long MAX_KEY_BYTES = 64 * 1024;
  private static final int MAX_KEY_TEXT = 129;

  private static final String NO = Trace$SamplingDecision$DoNotSample$.MODULE$.toString();

  private static MethodHandle keyText;
  private static LogGuard log;

  private FuzzTarget() {}

  /** Called once. */
  public static void fuzzerInitialize() throws ReflectiveOperationException {
    Kamon.initWithoutAttaching();
    Readers.configure();
    log = LogGuard.install();
    Method of =
        Class.forName("kamon.instrumentation.kafka.internal.tracing.KeyText")
            .getDeclaredMethod("of", Object.class);
    of.setAccessible(true);
    keyText = MethodHandles.lookup().unreflect(of);
  }

  /** Called with each input. */
  public static void fuzzerTestOneInput(byte[] data) throws Throwable {
    WireInput input = new WireInput(data);
    Readers reader = Readers.of(input);
    Headers headers = input.headers();
    Format format = reader.format();
    Context read = Costs.bounded(headers, () -> format.read(headers));
    Context again = Costs.bounded(headers, () -> format.read(headers));
    checkUnsampled(format, headers, again);
    if (reader == Readers.KCTX) {
      // The first by the parser, mostly, and the second by its layout.
      Promise.isSame("read twice", Seen.of(read), Seen.of(again));
      checkAsKamon(headers.lastHeader("kctx"), again);
    }
    if (read != Context.Empty()) {
      WrittenContext.check(reader, read);
    }
    checkHeaders(format, headers);
    checkKey(input.key());
    checkConsumer(input);
    log.check();
  }

  private static void checkUnsampled(Format format, Headers headers, Context read) {
    Header single = format.single(headers);
    TagSet tags = single == null ? null : format.unsampledTags(single);
    if (tags != null) {
      Promise.holds("tags of an unsampled context", tags.equals(read.tags()));
      Seen seen = Seen.of(read);
      Promise.holds("an unsampled span: " + seen, seen.hasSpan() && seen.decision().equals(NO));
    }
  }

  /** What we read, Kamon reads as we do; what we do not, it may read. */
  private static void checkAsKamon(Header kctx, Context read) {
    if (read.isEmpty() || kctx.value().length == 0 || isBase64(kctx.value())) {
      return;
    }
    Context kamons =
        Kamon.defaultBinaryPropagation()
            .read(BinaryPropagation$ByteStreamReader$.MODULE$.of(kctx.value()));
    Seen theirs = Seen.of(kamons);
    // A span without one of its ids is none for us: it would break the trace where it is sent on.
    boolean whole = theirs.hasSpan() && !theirs.trace().isEmpty();
    Promise.isSame("read by Kamon", Seen.of(read), whole ? theirs : theirs.withoutSpan());
  }

  private static boolean isBase64(byte[] value) {
    return Character.isLetterOrDigit(value[0]) || value[0] == '+' || value[0] == '/';
  }

  /** What is there is found, and gone when it was removed; what is not ours stays. */
  private static void checkHeaders(Format format, Headers headers) {
    Headers copy = new RecordHeaders(headers);
    Promise.holds("the same", format.isSame(headers, copy));
    format.remove(copy);
    Promise.holds("nothing left", !format.isIn(copy));
    Promise.holds("no more than there was", copy.toArray().length <= headers.toArray().length);
    Promise.holds(
        "its own", format.isIn(headers) == (copy.toArray().length < headers.toArray().length));
  }

  private static void checkKey(Object key) throws Throwable {
    String before = key instanceof Buffer ? key.toString() : "";
    String text = Costs.bounded(MAX_KEY_BYTES, () -> keyText(key));
    Promise.holds("a short text of a key", text == null || text.length() <= MAX_KEY_TEXT);
    Promise.holds("a key as it was", before.isEmpty() || before.equals(key.toString()));
  }

  private static String keyText(Object key) {
    try {
      return (String) keyText.invokeExact(key);
    } catch (Throwable t) {
      throw new AssertionError("A key that cannot be shown", t);
    }
  }

  private static void checkConsumer(WireInput input) {
    ConsumerRecord<Object, Object> record = input.record();
    Headers before = new RecordHeaders(record.headers());
    Context incoming = KafkaInstrumentation.extractContext(record);
    if (input.withSpans()) {
      Context old = OldApiEntry.context(record);
      Promise.holds("the old way has tags of the new", incoming.tags().equals(old.tags()));
      int[] runs = {0};
      KafkaInstrumentation.runWithConsumerSpan(record, () -> runs[0]++);
      Promise.holds("the action runs once", runs[0] == 1);
      KafkaInstrumentation.consumerSpan(record).finish();
      KafkaInstrumentation.injectContext(incoming, new RecordHeaders(record.headers()));
      Promise.holds("no context is left", Kamon.currentContext().isEmpty());
    }
    Promise.holds("the record's headers are as they were", before.equals(record.headers()));
  }
}
