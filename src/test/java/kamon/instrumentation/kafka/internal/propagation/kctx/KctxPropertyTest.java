package kamon.instrumentation.kafka.internal.propagation.kctx;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.util.Arrays;
import java.util.Random;
import kamon.Kamon;
import kamon.context.Context;
import kamon.instrumentation.kafka.Kctx;
import kamon.instrumentation.kafka.internal.settings.Settings;
import kamon.tag.Lookups;
import kamon.trace.Identifier;
import kamon.trace.Span;
import kamon.trace.Span$Empty$;
import kamon.trace.Trace$;
import kamon.trace.Trace$SamplingDecision$DoNotSample$;
import kamon.trace.Trace$SamplingDecision$Sample$;
import kamon.trace.Trace$SamplingDecision$Unknown$;
import kamon.trace.Trace.SamplingDecision;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever the context and the configuration: our bytes are Kamon's, and so is what we read. */
@Tag("unit")
class KctxPropertyTest {
  private static final Config CONFIG = ConfigFactory.load();
  private static final String CHANNEL = "kamon.propagation.binary.default.";
  private static final int ROUNDS = 20_000;

  private final Random random = new Random(20261124);

  @AfterEach
  void restoreConfiguration() {
    Kamon.reconfigure(CONFIG);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "kamon.trace.identifier-scheme = double",
        "kamon.environment.service = \"caf\u00e9 \ud83d\ude80\"",
        CHANNEL + "tags.include-upstream-name = no",
        CHANNEL
            + "entries.outgoing.other = \"kamon.instrumentation.kafka.internal.propagation.kctx.OtherEntry\"\n"
            + CHANNEL
            + "entries.incoming.other = \"kamon.instrumentation.kafka.internal.propagation.kctx.OtherEntry\"",
        CHANNEL
            + "entries.outgoing.other = \"kamon.instrumentation.kafka.internal.propagation.kctx.OtherEntry\"",
      })
  void random_contexts_are_written_and_read_as_kamon_does(String settings) {
    KctxCodec codec = configure(settings);
    int usual = 0;
    Context last = Context.Empty();
    for (int i = 0; i < ROUNDS; i++) {
      // Tags that were kept from the context before must not show in this one.
      Context context = i % 3 == 0 ? last.withEntry(Span.Key(), span()) : context();
      last = context;
      if (context.isEmpty()) {
        continue; // never written
      }
      byte[] kamons = Kctx.write(context);
      byte[] ours = codec.write(context, context.get(Span.Key()));
      if (kamons.length <= 1) {
        assertThat(ours).isNull();
        continue;
      }
      assertThat(ours).as("%s", context).isEqualTo(kamons);
      assertSame(codec.read(ours), Kctx.read(kamons));
      KctxParser format = new KctxParser(kamons, Settings.current().incoming());
      assertThat(format.problem()).isNull();
      usual += format.hasSpan() && format.entries() == 1 ? 1 : 0;
    }
    assertThat(usual).as("contexts that take the short way").isBetween(1, ROUNDS - 1);
  }

  /** The borders of the format, which random contexts hit too seldom. */
  @Test
  void every_number_of_bits_and_every_char_is_written_and_read_as_kamon_does() {
    KctxCodec codec = configure(CHANNEL + "max-outgoing-size = 8 KiB");
    for (int bits = 0; bits < 64; bits++) {
      for (long number : new long[] {(1L << bits) - 1, 1L << bits, (1L << bits) + 1}) {
        assertSame(codec, Context.of("n", number).withTag("m", -number));
      }
    }
    for (int from = 0; from < 0x10000; from += 0x100) {
      StringBuilder text = new StringBuilder();
      for (int c = from; c < from + 0x100; c++) {
        text.append((char) c);
      }
      assertSame(codec, Context.of("text", text.toString()));
    }
    for (char first = Character.MIN_SURROGATE; first <= Character.MAX_SURROGATE; first++) {
      StringBuilder text = new StringBuilder();
      for (char second : new char[] {0, 'a', 0xd7ff, 0xd800, 0xdbff, 0xdc00, 0xdfff, 0xe000}) {
        text.append(first).append(second);
      }
      assertSame(codec, Context.of("text", text.toString()).withTag("half", "" + first));
    }
  }

  private static void assertSame(KctxCodec codec, Context context) {
    byte[] kamons = Kctx.write(context);
    byte[] ours = codec.write(context, Span$Empty$.MODULE$);
    assertThat(ours).as("%s", context).isEqualTo(kamons);
    assertSame(codec.read(ours), Kctx.read(kamons));
  }

  /** Kamon's own writers always take the shortest form; its reader does not ask for it. */
  @Test
  void number_that_is_longer_than_it_must_be_is_read_as_kamon_reads_it() {
    byte[] kctx = new RawKctx().tag("n", 128).bytes();
    for (int i = 0; i < kctx.length; i++) {
      if (kctx[i] == (byte) 0x80) {
        kctx[i + 1] = 0; // 0x80 0x01 is 128, 0x80 0x00 a zero of two bytes
      }
    }
    Context context = configure("").read(kctx);
    assertThat(context.getTag(Lookups.plainLong("n"))).isZero();
    assertSame(context, Kctx.read(kctx));
  }

  @Test
  void header_that_is_cut_off_anywhere_is_no_context() {
    KctxCodec codec = configure("");
    byte[] kctx =
        new RawKctx()
            .tag("text", "v".repeat(200))
            .tag("n", 1L << 40)
            .tag("m", Long.MIN_VALUE)
            .tag("b", true)
            .span(8, 8, 8)
            .entry("other", new byte[200])
            .bytes();
    assertThat(codec.read(kctx).isEmpty()).isFalse();
    for (int length = 0; length < kctx.length; length++) {
      assertThat(codec.read(Arrays.copyOf(kctx, length))).isSameAs(Context.Empty());
    }
  }

  @Test
  void lists_that_promise_what_is_not_there_are_no_context() {
    KctxCodec codec = configure("");
    for (byte[] kctx :
        new byte[][] {
          {0, 0, 40, 0x7f, 0x7f}, // 40 text tags, and the end
          {0, 0, 1, 2, 1, 0x7f, 0x7f, 0x7f}, // a text tag in which a list of truth values begins
          {0, 0, -1, -1, -1, -1, 15, 0x7f, 0x7f}, // -1 tags
          {1, -1, -1, -1, -1, 15, 0x7f}, // -1 entries
          {0, 0, -1, -1, -1, -1, 7, 0x7f, 0x7f}, // the most tags that an int can count
          {1, -1, -1, -1, -1, 7, 0x7f},
        }) {
      assertThat(codec.read(kctx)).as("%s", Arrays.toString(kctx)).isSameAs(Context.Empty());
      assertThat(new KctxParser(kctx, Settings.current().incoming()).problem()).isNotNull();
    }
  }

  @Test
  void changed_bytes_are_read_as_kamon_reads_them_or_not_at_all() {
    KctxCodec codec = configure("");
    int accepted = 0;
    for (int i = 0; i < ROUNDS; i++) {
      byte[] kctx = Kctx.write(context().withEntry(Span.Key(), span()));
      for (int flips = 1 + random.nextInt(2); flips > 0; flips--) {
        kctx[random.nextInt(kctx.length)] = (byte) random.nextInt(256);
      }
      KctxParser parser = new KctxParser(kctx, Settings.current().incoming());
      if (parser.problem() != null || !parser.idsFit(Kamon.identifierScheme())) {
        assertThat(codec.read(kctx)).isSameAs(Context.Empty());
        continue;
      }
      accepted++;
      assertSame(codec.read(kctx), Kctx.read(kctx));
    }
    assertThat(accepted).isBetween(ROUNDS / 10, ROUNDS - 1);
  }

  @Test
  void context_one_byte_over_the_limit_is_the_first_that_degrades() {
    for (int length = 0; length < 200; length++) {
      Context tags = length == 0 ? Context.Empty() : Context.of("k", "v".repeat(length));
      Context context = tags.withEntry(Span.Key(), span());
      byte[] whole = Kctx.write(context);
      byte[] alone = Kctx.write(Context.of(Span.Key(), context.get(Span.Key())));
      for (int limit : new int[] {whole.length, whole.length - 1}) {
        KctxCodec codec = configure(CHANNEL + "max-outgoing-size = " + limit);
        Kamon.reconfigure(CONFIG); // Kamon's own bytes are wanted without that limit
        byte[] expected = limit == whole.length ? whole : alone.length <= limit ? alone : null;
        assertThat(codec.write(context, context.get(Span.Key()))).isEqualTo(expected);
      }
      KctxCodec codec = configure(CHANNEL + "max-outgoing-size = " + alone.length);
      Kamon.reconfigure(CONFIG);
      assertThat(codec.write(context, context.get(Span.Key()))).isEqualTo(alone);
    }
  }

  private static KctxCodec configure(String settings) {
    Kamon.reconfigure(config(settings));
    return new KctxCodec(Settings.current());
  }

  private static Config config(String settings) {
    return ConfigFactory.parseString(settings).resolve().withFallback(CONFIG);
  }

  private static void assertSame(Context actual, Context expected) {
    assertThat(actual.tags()).isEqualTo(expected.tags());
    Span span = actual.get(Span.Key());
    Span other = expected.get(Span.Key());
    if (other.id().isEmpty() || other.trace().id().isEmpty()) {
      assertThat(span.isEmpty()).isTrue(); // a span without ids is none: no child can be of it
    } else {
      assertThat(span).isInstanceOf(Span.Remote.class);
      assertThat(span.id()).isEqualTo(other.id());
      assertThat(span.parentId()).isEqualTo(other.parentId());
      assertThat(span.trace().id()).isEqualTo(other.trace().id());
      assertThat(span.trace().samplingDecision()).isSameAs(other.trace().samplingDecision());
    }
    assertThat(actual.get(OtherEntry.KEY)).isEqualTo(expected.get(OtherEntry.KEY));
  }

  private Context context() {
    Context context = Context.Empty();
    for (int tags = random.nextBoolean() ? 0 : random.nextInt(8); tags > 0; tags--) {
      String key = text(1 + random.nextInt(12));
      context =
          switch (random.nextInt(3)) {
            case 0 ->
                context.withTag(key, text(random.nextInt(random.nextInt(10) == 0 ? 300 : 12)));
            case 1 -> context.withTag(key, random.nextLong() >> random.nextInt(64));
            default -> context.withTag(key, random.nextBoolean());
          };
    }
    if (random.nextInt(4) > 0) {
      context = context.withEntry(Span.Key(), span());
    }
    return random.nextInt(4) == 0 ? context.withEntry(OtherEntry.KEY, text(5)) : context;
  }

  private Span span() {
    SamplingDecision[] decisions = {
      Trace$SamplingDecision$Sample$.MODULE$,
      Trace$SamplingDecision$DoNotSample$.MODULE$,
      Trace$SamplingDecision$Unknown$.MODULE$
    };
    Identifier.Scheme scheme = Kamon.identifierScheme();
    Identifier parent =
        random.nextBoolean() ? Identifier.Empty() : scheme.spanIdFactory().generate();
    return new Span.Remote(
        random.nextInt(20) == 0 ? Identifier.Empty() : scheme.spanIdFactory().generate(),
        parent,
        Trace$.MODULE$.create(
            scheme.traceIdFactory().generate(), decisions[random.nextInt(decisions.length)]));
  }

  /** ASCII mostly; now and then any char, whole and broken surrogate pairs included. */
  private String text(int length) {
    char[] chars = new char[length];
    boolean ascii = random.nextInt(3) > 0;
    for (int i = 0; i < length; i++) {
      int kind = random.nextInt(4);
      chars[i] =
          (char)
              (ascii || kind == 0
                  ? 'a' + random.nextInt(26)
                  : kind == 1 ? 0xd800 + random.nextInt(0x800) : random.nextInt(0x10000));
    }
    return new String(chars);
  }
}
