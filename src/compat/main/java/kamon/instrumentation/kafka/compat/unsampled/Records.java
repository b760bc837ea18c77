package kamon.instrumentation.kafka.compat.unsampled;

import java.nio.ByteBuffer;
import kamon.Kamon;
import kamon.context.Context;
import kamon.instrumentation.kafka.KafkaInstrumentation;
import kamon.trace.Identifier;
import kamon.trace.Span;
import kamon.trace.Trace;
import kamon.trace.Trace$;
import kamon.trace.Trace$SamplingDecision$DoNotSample$;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** What comes from an unsampled trace. */
final class Records {
  private static int traces;

  private Records() {}

  /** A trace whose number shows in its id. */
  static Trace trace() {
    traces++;
    byte[] id = ByteBuffer.allocate(Long.BYTES).putLong(0x1000_0000_0000_0000L + traces).array();
    return Trace$.MODULE$.create(
        Kamon.identifierScheme().traceIdFactory().from(id),
        Trace$SamplingDecision$DoNotSample$.MODULE$);
  }

  /** A span of another service. */
  static Context remote() {
    Identifier id = Kamon.identifierScheme().spanIdFactory().generate();
    return Context.of(Span.Key(), new Span.Remote(id, Identifier.Empty(), trace()));
  }

  /** A span of this one, not current. */
  static Span local() {
    return Kamon.internalSpanBuilder("local", "scenarios")
        .asChildOf(remote().get(Span.Key()))
        .start();
  }

  static ConsumerRecord<String, String> record() {
    return with(remote());
  }

  static ConsumerRecord<String, String> with(Context context) {
    ConsumerRecord<String, String> record = plain();
    KafkaInstrumentation.injectContext(context, record.headers());
    return record;
  }

  /** Without any context. */
  static ConsumerRecord<String, String> plain() {
    return new ConsumerRecord<>("topic", 3, 4711, "key", "value");
  }
}
