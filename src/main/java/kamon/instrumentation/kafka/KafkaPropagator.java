package kamon.instrumentation.kafka;

import kamon.context.Context;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * How a context travels in record headers. The setting {@code
 * kamon.instrumentation.kafka.client.tracing.propagator} names what is in use: formats that are
 * built in, and classes that implement this interface and have a public constructor without
 * parameters.
 *
 * <p>Implementations are called by many threads at once. What they throw is logged, at most once a
 * minute, and counts as "no context": records flow on.
 *
 * <p>They run in the thread that sends or processes a record. One that blocks holds up that call
 * and nothing else: no lock is held meanwhile. A thread that is interrupted in it stays
 * interrupted, also when an {@link InterruptedException} comes out of it.
 */
public interface KafkaPropagator {

  /**
   * Reads the context that a record carries. Where a header is there more than once, the last one
   * counts: forwarding applications append.
   *
   * @param headers the headers of a record, never null; not to be changed
   * @return the context, or {@code Context.Empty()} when there is none; null counts as empty
   */
  @Nullable Context read(Headers headers);

  /**
   * Writes a context, replacing what an earlier hop has written.
   *
   * @param context the context to send, never empty
   * @param headers the headers of a copy of the caller's record, made for this send alone, or those
   *     that {@link KafkaInstrumentation#injectContext} was called for
   */
  void write(Context context, Headers headers);
}
