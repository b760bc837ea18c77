package kamon.instrumentation.kafka.propagation;

import com.typesafe.config.Config;
import kamon.Kamon;
import kamon.context.BinaryPropagation$ByteStreamReader$;
import kamon.context.Context;
import kamon.instrumentation.kafka.KafkaPropagator;
import kamon.instrumentation.kafka.log.Warning;
import kamon.trace.Span;
import kamon.trace.Span$Empty$;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/**
 * Header kctx: byte for byte what Kamon's binary propagation writes. Kamon logs a stack trace for
 * each context it cannot read or write, so what it would reject is found first.
 */
final class KctxPropagator implements KafkaPropagator {
  static final String HEADER = "kctx";

  /**
   * Kamon writes at most max-outgoing-size, by default 2 KiB; this leaves room for senders with a
   * larger one, and none for a megabyte of garbage.
   */
  static final int MAX_INCOMING_BYTES = 64 * 1024;

  private static final Warning UNREADABLE = new Warning();
  private static final Warning TOO_LARGE = new Warning();

  private final KctxSize size;
  private final int maxIncoming;

  KctxPropagator(Config config) {
    size = new KctxSize(config);
    maxIncoming = Math.max(MAX_INCOMING_BYTES, size.maxOutgoing());
  }

  @Override
  public Context read(Headers headers) {
    Header header = headers.lastHeader(HEADER);
    if (header == null) {
      return Context.Empty();
    }
    byte[] bytes = header.value();
    String problem = problem(bytes);
    if (problem != null) {
      return unreadable(bytes, problem);
    }
    Context context =
        Kamon.defaultBinaryPropagation()
            .read(BinaryPropagation$ByteStreamReader$.MODULE$.of(bytes));
    Span span = context.get(Span.Key());
    if (!span.isEmpty() && (span.id().isEmpty() || span.trace().id().isEmpty())) {
      unreadable(bytes, "it has no ids that kamon.trace.identifier-scheme can read");
      return context.withEntry(Span.Key(), Span$Empty$.MODULE$);
    }
    return context;
  }

  private String problem(byte[] bytes) {
    if (bytes == null) {
      return "it is null";
    }
    if (bytes.length == 0) {
      return "it is empty";
    }
    return bytes.length > maxIncoming
        ? "it is larger than " + maxIncoming + " bytes"
        : KctxFormat.problem(bytes);
  }

  private static Context unreadable(byte[] bytes, String problem) {
    UNREADABLE.log(
        () ->
            "A record's header \"kctx\" counts as no incoming context: "
                + problem
                + "; value "
                + KctxFormat.describe(bytes));
    return Context.Empty();
  }

  @Override
  public void write(Context context, Headers headers) {
    int bytes = size.of(context);
    byte[] kctx =
        bytes <= size.maxOutgoing() ? KctxBuffer.write(context) : spanAlone(context, bytes);
    if (kctx != null) {
      headers.remove(HEADER);
      headers.add(HEADER, kctx);
    }
  }

  private byte[] spanAlone(Context context, int bytes) {
    Span span = context.get(Span.Key());
    Context alone = Context.of(Span.Key(), span);
    boolean fits = !span.isEmpty() && size.of(alone) <= size.maxOutgoing();
    TOO_LARGE.log(
        () ->
            "A context of "
                + bytes
                + " bytes is over kamon.propagation.binary.default.max-outgoing-size = "
                + size.maxOutgoing()
                + (fits
                    ? ": its span alone is sent, without tags and entries"
                    : ": the record is sent without it"));
    return fits ? KctxBuffer.write(alone) : null;
  }
}
