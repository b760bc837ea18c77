package kamon.instrumentation.kafka.internal.propagation;

import static org.assertj.core.api.Assertions.assertThat;

import kamon.context.Context;
import kamon.instrumentation.kafka.KafkaPropagator;
import kamon.instrumentation.kafka.Kctx;
import kamon.instrumentation.kafka.Logs;
import kamon.instrumentation.kafka.internal.propagation.kctx.RawKctx;
import kamon.trace.Span;
import kamon.trace.Span$Empty$;
import kanela.agent.libs.net.bytebuddy.ByteBuddy;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A propagator of the application's: whatever it does, nobody else notices. */
@Tag("unit")
class UserFormatTest {
  private static final Span SPAN = Kctx.read(new RawKctx().span(8, 8, 8).bytes()).get(Span.Key());

  @Test
  void propagator_is_given_the_context_with_the_span_in_place_of_its_own() {
    Format format = named(Remembering.class.getName());
    Context tenant = Context.of("tenant", "acme");
    assertThat(format.write(tenant.withEntry(Span.Key(), SPAN), Span$Empty$.MODULE$, headers()))
        .isEqualTo(Format.UNKNOWN);
    assertThat(Remembering.written.get(Span.Key())).isSameAs(SPAN);
    format.write(tenant, SPAN, headers());
    assertThat(Remembering.written.get(Span.Key())).isSameAs(SPAN);
    assertThat(Remembering.written.tags()).isEqualTo(tenant.tags());
    format.write(tenant, Span$Empty$.MODULE$, headers());
    assertThat(Remembering.written).isSameAs(tenant);
  }

  @Test
  void propagator_that_reads_nothing_gives_the_empty_context() {
    assertThat(named(Remembering.class.getName()).read(headers())).isSameAs(Context.Empty());
  }

  @Test
  void nobody_says_that_headers_of_the_users_are_there() {
    assertThat(named(Remembering.class.getName()).isIn(headers().add("mine", null))).isFalse();
  }

  @Test
  void failed_write_leaves_no_half_of_a_context_and_one_line() {
    Format format = named(HalfWay.class.getName());
    try (Logs logs = new Logs()) {
      for (int i = 0; i < 100; i++) {
        Headers headers = headers().add("other", null);
        assertThat(format.write(Context.of("tenant", "acme"), SPAN, headers)).isZero();
        assertThat(headers.toArray()).extracting(Header::key).containsExactly("other");
      }
      assertThat(logs.warnings())
          .containsExactly(
              "Propagator "
                  + HalfWay.class.getName()
                  + " could not write the context of a record: java.lang.LinkageError: write");
    }
  }

  @Test
  void failed_read_is_no_context_and_one_line() {
    Format format = named(HalfWay.class.getName());
    Headers unreadable = headers().add("mine", null).add("unreadable", null);
    try (Logs logs = new Logs()) {
      for (int i = 0; i < 100; i++) {
        assertThat(format.read(unreadable)).isSameAs(Context.Empty());
      }
      assertThat(logs.warnings())
          .containsExactly(
              "Propagator "
                  + HalfWay.class.getName()
                  + " could not read the context of a record: java.lang.LinkageError: read");
    }
  }

  /** A pool's thread has the loader of whoever started it, or none. */
  @Test
  void class_is_found_whatever_the_loader_of_the_thread() throws Exception {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    for (ClassLoader loader :
        new ClassLoader[] {null, ClassLoader.getPlatformClassLoader(), before}) {
      thread.setContextClassLoader(loader);
      try (Logs logs = new Logs()) {
        assertThat(named(Remembering.class.getName())).isNotNull();
        assertThat(logs.warnings()).isEmpty();
      } finally {
        thread.setContextClassLoader(before);
      }
    }
  }

  /** In an application server the library may be in a parent loader, the class never is. */
  @Test
  void class_that_only_the_thread_knows_is_found() {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(
        new ByteBuddy()
            .subclass(Remembering.class)
            .name("only.in.the.Application")
            .make()
            .load(before)
            .getLoaded()
            .getClassLoader());
    try (Logs logs = new Logs()) {
      assertThat(named("only.in.the.Application")).isNotNull();
      assertThat(logs.warnings()).isEmpty();
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  private static Format named(String name) {
    try {
      return new GuardedFormat("Propagator " + name, UserFormat.named(name));
    } catch (Throwable t) {
      throw new AssertionError(t);
    }
  }

  private static Headers headers() {
    return new RecordHeaders();
  }

  /** Keeps what it was given. */
  public static class Remembering implements KafkaPropagator {
    private static Context written;

    @Override
    public Context read(Headers headers) {
      return null;
    }

    @Override
    public void write(Context context, Headers headers) {
      written = context;
    }
  }

  /** Fails when it has written its header. */
  public static final class HalfWay implements KafkaPropagator {
    @Override
    public Context read(Headers headers) {
      if (headers.lastHeader("unreadable") != null) {
        throw new LinkageError("read");
      }
      return headers.lastHeader("mine") == null ? null : Context.of("read", true);
    }

    @Override
    public void write(Context context, Headers headers) {
      headers.add("mine", new byte[] {1});
      throw new LinkageError("write");
    }
  }
}
