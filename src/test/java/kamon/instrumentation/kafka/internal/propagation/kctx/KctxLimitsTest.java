package kamon.instrumentation.kafka.internal.propagation.kctx;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import kamon.Kamon;
import kamon.context.BinaryPropagation;
import kamon.context.Context;
import kamon.context.Propagation;
import kamon.instrumentation.kafka.Kctx;
import kamon.instrumentation.kafka.Logs;
import kamon.instrumentation.kafka.internal.settings.Settings;
import kamon.tag.TagSet;
import kamon.trace.Identifier;
import kamon.trace.Span;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rows B2 and B3: what a kctx may be, and that what it may not be is no context and one line. */
@Tag("unit")
class KctxLimitsTest {
  private static final Config CONFIG = ConfigFactory.load();
  private static final String INCOMING = "kamon.instrumentation.kafka.client.tracing.incoming.";
  private static final String CHANNEL = "kamon.propagation.binary.default.";
  private static final Span SPAN = Kctx.read(new RawKctx().span(8, 8, 8).bytes()).get(Span.Key());
  private static final String SCHEME = "kamon.trace.identifier-scheme = ";
  private static final String READER =
      "kamon.propagation.binary.default.entries.incoming.other = \"";

  @AfterEach
  void restore() {
    Kamon.reconfigure(CONFIG);
  }

  @Test
  void header_of_the_largest_size_is_read_and_none_that_is_a_byte_larger() {
    assertRead("", ofSize(2048));
    assertRefused("", ofSize(2049), "it is larger than " + INCOMING + "max-size = 2048 bytes");
    assertRead(INCOMING + "max-size = 3000 B", ofSize(3000));
    assertRefused(
        INCOMING + "max-size = 3000 B",
        ofSize(3001),
        "it is larger than " + INCOMING + "max-size = 3000 bytes");
  }

  @Test
  void header_that_kamon_may_write_may_be_read() {
    String larger = "kamon.propagation.binary.default.max-outgoing-size = 10 KiB";
    assertRead(larger, ofSize(10 * 1024));
    assertRefused(
        larger, ofSize(10 * 1024 + 1), "it is larger than " + INCOMING + "max-size = 10240 bytes");
  }

  @Test
  void tags_of_all_types_count_together() {
    assertRead("", tags(32).bytes());
    String problem = "it has more tags than " + INCOMING + "max-tags = 32";
    assertRefused("", tags(33).bytes(), problem);
    assertRefused("", tags(31).tag("n", 1).tag("b", true).bytes(), problem);
    assertRead(INCOMING + "max-tags = 33", tags(33).bytes());
  }

  @Test
  void entries_count_whatever_their_name() {
    assertRead("", entries(8).bytes());
    assertRefused(
        "", entries(9).bytes(), "it has more entries than " + INCOMING + "max-entries = 8");
    assertRead(INCOMING + "max-entries = 9", entries(9).bytes());
  }

  @Test
  void second_span_is_none_of_kamons() {
    assertRefused(
        "", new RawKctx().span(8, 8, 8).span(8, 8, 8).bytes(), "it has more than one span");
  }

  @ParameterizedTest
  @CsvSource({
    "single, 9, 8, 8", "single, 15, 8, 8", "single, 17, 8, 8", "single, 1900, 8, 8",
    "single, 7, 8, 8", "single, 8, 9, 8", "single, 8, 16, 8", "single, 8, 8, 16",
    "single, 8, 8, 231", "double, 17, 8, 8", "double, 32, 8, 8", "double, 15, 8, 8",
    "double, 9, 8, 8", "double, 16, 16, 8", "double, 16, 8, 16", "double, 16, 8, 7",
    "kamon.instrumentation.kafka.internal.propagation.kctx.KctxLimitsTest$AnySize, 65, 8, 8",
  })
  void ids_that_do_not_fit_the_scheme_are_no_context(String scheme, int trace, int id, int parent) {
    assertRefused(
        SCHEME + '"' + scheme + '"',
        new RawKctx().tag("tenant", "acme").span(trace, id, parent).bytes(),
        "its ids are not as long as those of kamon.trace.identifier-scheme");
  }

  @ParameterizedTest
  @CsvSource({
    "single, 8, 8, 8",
    "single, 8, 8, 0",
    "double, 16, 8, 8",
    "double, 16, 8, 0",
    // From a service with the double scheme: Kamon's reader keeps all bytes.
    "single, 16, 8, 8",
    "kamon.instrumentation.kafka.internal.propagation.kctx.KctxLimitsTest$AnySize, 64, 64, 64",
    "kamon.instrumentation.kafka.internal.propagation.kctx.KctxLimitsTest$AnySize, 16, 8, 0",
  })
  void ids_that_services_with_kamon_send_are_read_and_sent_on(
      String scheme, int trace, int id, int parent) {
    KctxCodec codec = codec(SCHEME + '"' + scheme + '"');
    byte[] kctx = new RawKctx().span(trace, id, parent).bytes();
    Span span = codec.read(kctx).get(Span.Key());
    assertThat(span.trace().id().bytes()).isEqualTo(RawKctx.id(trace, 1));
    assertThat(span.id().bytes()).isEqualTo(RawKctx.id(id, 2));
    assertThat(span.parentId().bytes()).isEqualTo(RawKctx.id(parent, 3));
    Context kamons = Kctx.read(kctx);
    assertThat(span.trace().id()).isEqualTo(kamons.get(Span.Key()).trace().id());
    assertThat(span.trace().id().string()).isEqualTo(kamons.get(Span.Key()).trace().id().string());
    assertThat(span.id().string()).isEqualTo(kamons.get(Span.Key()).id().string());
    assertThat(span.parentId().string()).isEqualTo(kamons.get(Span.Key()).parentId().string());
    Span next = Kctx.read(codec.write(Context.Empty(), span)).get(Span.Key());
    assertThat(next.trace().id().bytes()).isEqualTo(RawKctx.id(trace, 1));
  }

  /** A trace from a service with the single scheme: Kamon takes its id for none. */
  @Test
  void trace_that_is_too_short_for_the_scheme_ends_and_tags_travel_on() {
    KctxCodec codec = codec(SCHEME + "double");
    Context context = codec.read(new RawKctx().tag("tenant", "acme").span(8, 8, 8).bytes());
    assertThat(context.get(Span.Key()).isEmpty()).isTrue();
    assertThat(context.tags()).isEqualTo(Context.of("tenant", "acme").tags());
  }

  @Test
  void what_is_no_context_is_shown_by_its_length_and_its_first_bytes() {
    String[][] headers = {
      {null, "it is null; value null"},
      {"", "it is empty; value 0 bytes"},
      {"ab", "it is not a Kamon context at byte 0; value 2 bytes: 0x6162"},
      {"0123456789abcdef", "at byte 0; value 16 bytes: 0x30313233343536373839616263646566"},
      {"0123456789abcdefg", "at byte 0; value 17 bytes: 0x30313233343536373839616263646566\u2026"},
    };
    for (String[] header : headers) {
      byte[] kctx = header[0] == null ? null : header[0].getBytes(StandardCharsets.US_ASCII);
      KctxCodec codec = codec("");
      try (Logs logs = new Logs()) {
        assertThat(codec.read(kctx)).isSameAs(Context.Empty());
        assertThat(logs.warnings()).singleElement().asString().endsWith(header[1]);
      }
    }
  }

  /** A service has one upstream mostly: its tags are read once. */
  @Test
  void tags_that_come_again_are_the_same_object_unless_they_are_large() {
    KctxCodec codec = codec("");
    byte[] small = tagsOf(256);
    TagSet tags = codec.read(small).tags();
    assertThat(codec.read(small.clone()).tags()).isSameAs(tags);
    byte[] large = tagsOf(257);
    TagSet others = codec.read(large).tags();
    assertThat(codec.read(large).tags()).isNotSameAs(others).isEqualTo(others);
    assertThat(codec.read(small).tags()).as("not given up for large ones").isSameAs(tags);
  }

  /** A header of which the tags take so many bytes. */
  private static byte[] tagsOf(int bytes) {
    byte[] kctx = new RawKctx().tag("k", "v".repeat(bytes - 11)).bytes();
    assertThat(kctx).hasSize(bytes + 1);
    return kctx;
  }

  @Test
  void entry_that_its_reader_refuses_costs_the_entry_and_one_line() {
    KctxCodec codec = codec(READER + Refusing.class.getName() + '"');
    byte[] kctx = new RawKctx().tag("a", "b").entry("other", new byte[1]).span(8, 8, 8).bytes();
    try (Logs logs = new Logs()) {
      for (int i = 0; i < 100; i++) {
        Context context = codec.read(kctx);
        assertThat(context.tags()).isEqualTo(Context.of("a", "b").tags());
        assertThat(context.get(Span.Key()).id().bytes()).isEqualTo(RawKctx.id(8, 2));
      }
      assertThat(logs.warnings())
          .containsExactly(
              "Could not read the entry \"other\" of a record's header \"kctx\":"
                  + " java.lang.IllegalStateException: no");
    }
  }

  private static void assertRead(String settings, byte[] kctx) {
    KctxCodec codec = codec(settings);
    try (Logs logs = new Logs()) {
      Context context = codec.read(kctx);
      assertThat(context.isEmpty()).isFalse();
      assertThat(context.tags()).isEqualTo(Kctx.read(kctx).tags());
      assertThat(logs.warnings()).isEmpty();
    }
  }

  private static void assertRefused(String settings, byte[] kctx, String problem) {
    KctxCodec codec = codec(settings);
    try (Logs logs = new Logs()) {
      for (int i = 0; i < 100; i++) {
        assertThat(codec.read(kctx)).isSameAs(Context.Empty());
      }
      assertThat(logs.warnings())
          .singleElement()
          .asString()
          .startsWith("A record's header \"kctx\" counts as no incoming context: " + problem + ";");
    }
  }

  private static KctxCodec codec(String settings) {
    Kamon.reconfigure(ConfigFactory.parseString(settings).resolve().withFallback(CONFIG));
    return new KctxCodec(Settings.current());
  }

  private static byte[] ofSize(int size) {
    int rest = size - new RawKctx().tag("k", "v".repeat(1000)).span(8, 8, 8).bytes().length;
    byte[] kctx = new RawKctx().tag("k", "v".repeat(1000 + rest)).span(8, 8, 8).bytes();
    assertThat(kctx).hasSize(size);
    return kctx;
  }

  private static RawKctx tags(int count) {
    RawKctx kctx = new RawKctx().span(8, 8, 8);
    for (int i = 0; i < count; i++) {
      kctx.tag("tag" + i, "v");
    }
    return kctx;
  }

  private static RawKctx entries(int count) {
    RawKctx kctx = new RawKctx().span(8, 8, 8);
    for (int i = 1; i < count; i++) {
      kctx.entry("entry" + i, new byte[1]);
    }
    return kctx;
  }

  /** Ids of any length. */
  public static final class AnySize extends Identifier.Scheme {
    public AnySize() {
      super(new AnyFactory(), new AnyFactory());
    }
  }

  private static final class AnyFactory implements Identifier.Factory {
    @Override
    public Identifier generate() {
      return from(new byte[20]);
    }

    @Override
    public Identifier from(String string) {
      return new Identifier(string, string.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public Identifier from(byte[] bytes) {
      return new Identifier(Arrays.toString(bytes), bytes);
    }
  }

  /** Refuses everything. */
  public static final class Refusing
      implements Propagation.EntryReader<BinaryPropagation.ByteStreamReader> {
    @Override
    public Context read(BinaryPropagation.ByteStreamReader medium, Context context) {
      throw new IllegalStateException("no");
    }
  }
}
