package kamon.instrumentation.kafka.compat.program;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Iterator;
import kamon.Kamon;
import kamon.context.BinaryPropagation$ByteStreamWriter$;
import kamon.context.Context;
import kamon.instrumentation.kafka.KafkaInstrumentation;
import kamon.trace.Span;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/** The kctx header, as Kamon itself writes it. */
final class Kctx {
  private Kctx() {}

  /** Whether a record has one kctx header, with the sender's tags and span as Kamon writes them. */
  static boolean isAsKamonWritesIt(ConsumerRecord<?, ?> record, Context senderTags) {
    Iterator<Header> headers = record.headers().headers("kctx").iterator();
    if (!headers.hasNext()) {
      return false;
    }
    byte[] kctx = headers.next().value();
    Span sent = KafkaInstrumentation.extractContext(record).get(Span.Key());
    ByteArrayOutputStream expected = new ByteArrayOutputStream();
    Kamon.defaultBinaryPropagation()
        .write(
            senderTags.withEntry(Span.Key(), sent),
            BinaryPropagation$ByteStreamWriter$.MODULE$.of(expected));
    return !headers.hasNext() && Arrays.equals(kctx, expected.toByteArray());
  }
}
