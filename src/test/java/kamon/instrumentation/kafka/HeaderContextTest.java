package kamon.instrumentation.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Collections;
import java.util.Iterator;
import kamon.context.Context;
import kamon.instrumentation.kafka.docs.TenantHeader;
import kamon.tag.Lookups;
import kamon.trace.Span;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class HeaderContextTest {
  private static final byte[] OTHER = {1, 2};

  @RegisterExtension final Tracing tracing = new Tracing();

  private final RecordHeaders headers = new RecordHeaders();

  HeaderContextTest() {
    headers.add("other", OTHER);
  }

  @Test
  void context_is_written_as_kamon_does_and_read_back() {
    Context context = Kctx.incoming("tenant", "acme");
    KafkaInstrumentation.injectContext(context, headers);
    assertThat(headers.toArray()).extracting(Header::key).containsExactly("other", "kctx");
    assertThat(headers.lastHeader("kctx").value()).isEqualTo(Kctx.write(context));
    Context read = KafkaInstrumentation.extractContext(headers);
    assertThat(read.get(Span.Key()).id().string()).isEqualTo("00000000000000aa");
    assertThat(read.get(Span.Key()).trace().id().string()).isEqualTo("00000000000000bb");
    assertThat(Kctx.tag(read, "tenant")).isEqualTo("acme");
  }

  @Test
  void context_without_a_span_is_written_too() {
    KafkaInstrumentation.injectContext(Context.of("tenant", "acme"), headers);
    Context read = KafkaInstrumentation.extractContext(headers);
    assertThat(read.get(Span.Key()).isEmpty()).isTrue();
    assertThat(Kctx.tag(read, "tenant")).isEqualTo("acme");
  }

  @Test
  void all_inherited_headers_are_replaced() {
    headers.add("kctx", Kctx.write(Context.of("tenant", "other")));
    headers.add("kctx", new byte[0]);
    KafkaInstrumentation.injectContext(Context.of("tenant", "acme"), headers);
    assertThat(Kctx.all(headers)).containsExactly(Kctx.write(Context.of("tenant", "acme")));
    assertThat(headers.lastHeader("other").value()).isSameAs(OTHER);
  }

  @Test
  void empty_context_leaves_no_header() {
    headers.add("kctx", Kctx.write(Context.of("tenant", "other")));
    KafkaInstrumentation.injectContext(Context.Empty(), headers);
    assertThat(headers.toArray()).extracting(Header::key).containsExactly("other");
    assertThat(KafkaInstrumentation.extractContext(headers)).isSameAs(Context.Empty());
  }

  @Test
  void unreadable_header_is_no_context() {
    headers.add("kctx", new byte[] {1});
    assertThat(KafkaInstrumentation.extractContext(headers)).isSameAs(Context.Empty());
  }

  @Test
  void propagator_of_the_application_is_used() {
    tracing.configure(
        "kamon.instrumentation.kafka.client.tracing.propagator = \""
            + TenantHeader.class.getName()
            + "\"");
    KafkaInstrumentation.injectContext(Context.of("tenant", "acme"), headers);
    assertThat(headers.toArray()).extracting(Header::key).containsExactly("other", "tenant");
    assertThat(KafkaInstrumentation.extractContext(headers).getTag(Lookups.plain("tenant")))
        .isEqualTo("acme");
  }

  /** As those of a record are once it is sent. */
  @Test
  void read_only_headers_stay_as_they_are_with_one_warning() {
    headers.add("kctx", Kctx.write(Context.of("tenant", "other")));
    headers.setReadOnly();
    try (Logs logs = new Logs()) {
      KafkaInstrumentation.injectContext(Context.of("tenant", "acme"), headers);
      KafkaInstrumentation.injectContext(Context.Empty(), headers);
      KafkaInstrumentation.injectContext(Context.of("tenant", "acme"), new Unmodifiable());
      assertThat(logs.warnings())
          .containsExactly(
              "A context is not written to headers that are read-only, as those of a record are"
                  + " once it is sent: they stay as they are");
    }
    assertThat(Kctx.tag(KafkaInstrumentation.extractContext(headers), "tenant")).isEqualTo("other");
    assertThat(headers.toArray()).extracting(Header::key).containsExactly("other", "kctx");
  }

  @Test
  void missing_arguments_are_named() {
    assertThatThrownBy(() -> KafkaInstrumentation.extractContext((Headers) null))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("headers");
    assertThatThrownBy(() -> KafkaInstrumentation.injectContext(null, headers))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("context");
    assertThatThrownBy(() -> KafkaInstrumentation.injectContext(Context.Empty(), null))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("headers");
  }

  /** Headers of an application's own, which cannot be changed and say so in another way. */
  private static final class Unmodifiable implements Headers {
    @Override
    public Headers add(Header header) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Headers add(String key, byte[] value) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Headers remove(String key) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Header lastHeader(String key) {
      return null;
    }

    @Override
    public Iterable<Header> headers(String key) {
      return Collections.emptyList();
    }

    @Override
    public Header[] toArray() {
      return new Header[0];
    }

    @Override
    public Iterator<Header> iterator() {
      return Collections.emptyIterator();
    }
  }
}
