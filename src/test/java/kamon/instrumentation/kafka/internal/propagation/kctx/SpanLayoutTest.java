package kamon.instrumentation.kafka.internal.propagation.kctx;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import kamon.Kamon;
import kamon.context.Context;
import kamon.instrumentation.kafka.Kctx;
import kamon.instrumentation.kafka.internal.settings.Settings;
import kamon.tag.TagSet;
import kamon.trace.Identifier;
import kamon.trace.Span;
import kamon.trace.Trace$;
import kamon.trace.Trace$SamplingDecision$DoNotSample$;
import kamon.trace.Trace$SamplingDecision$Sample$;
import kamon.trace.Trace$SamplingDecision$Unknown$;
import kamon.trace.Trace.SamplingDecision;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a header says without being read is what it says when it is. */
@Tag("unit")
class SpanLayoutTest {
  private static final SamplingDecision UNSAMPLED = Trace$SamplingDecision$DoNotSample$.MODULE$;
  private static final int MUTATIONS = 200_000;

  @AfterAll
  static void restore() {
    Kamon.reconfigure(ConfigFactory.load());
  }

  @ParameterizedTest
  @CsvSource({"single, yes", "single, no", "double, yes", "double, no"})
  void header_of_kamons_with_an_unsampled_span_has_the_tags_of_the_record_before(
      String scheme, String parent) {
    KctxCodec codec = codec(scheme);
    byte[] kctx = Kctx.write(context(UNSAMPLED, parent.equals("yes")).withTag("tenant", "acme"));
    assertThat(codec.unsampledTags(kctx)).as("its tags are not known").isNull();
    TagSet tags = codec.read(kctx).tags();
    assertThat(codec.unsampledTags(kctx)).isSameAs(tags);
    byte[] next = Kctx.write(context(UNSAMPLED, true).withTag("tenant", "acme"));
    assertThat(codec.unsampledTags(next)).isSameAs(tags);
    byte[] other = Kctx.write(context(UNSAMPLED, true).withTag("tenant", "other"));
    assertThat(codec.unsampledTags(other)).isNull();
  }

  @Test
  void sampled_undecided_and_empty_ones_have_to_be_read() {
    KctxCodec codec = codec("single");
    codec.read(Kctx.write(context(UNSAMPLED, true)));
    for (SamplingDecision decision :
        new SamplingDecision[] {
          Trace$SamplingDecision$Sample$.MODULE$, Trace$SamplingDecision$Unknown$.MODULE$
        }) {
      assertThat(codec.unsampledTags(Kctx.write(context(decision, true)))).isNull();
    }
    assertThat(codec.unsampledTags(Kctx.write(Context.of("a", "b")))).isNull();
    assertThat(codec.unsampledTags(new byte[0])).isNull();
    assertThat(codec.unsampledTags(null)).isNull();
  }

  @Test
  void trace_id_of_8_bytes_is_none_where_they_have_16() {
    byte[] kctx = Kctx.write(contextOf("single"));
    KctxCodec codec = codec("double");
    codec.read(kctx);
    assertThat(codec.unsampledTags(kctx)).isNull();
  }

  @Test
  void trace_id_of_16_bytes_goes_on_where_they_have_8() {
    byte[] kctx = Kctx.write(contextOf("double"));
    KctxCodec codec = codec("single");
    TagSet tags = codec.read(kctx).tags();
    assertThat(codec.unsampledTags(kctx)).isSameAs(tags);
  }

  @ParameterizedTest
  @CsvSource({"single", "double"})
  void no_change_to_a_header_makes_it_say_what_it_does_not(String scheme) {
    KctxCodec codec = codec(scheme);
    Random random = new Random(11);
    byte[] kctx = Kctx.write(context(UNSAMPLED, true).withTag("tenant", "acme"));
    int taken = 0;
    for (int i = 0; i < MUTATIONS; i++) {
      codec.read(kctx); // its tags are those of the record before
      byte[] changed = mutated(kctx, random);
      TagSet tags = codec.unsampledTags(changed);
      if (tags != null) {
        taken++;
        Context read = codec.read(changed);
        assertThat(read.tags()).isEqualTo(tags);
        Span span = read.get(Span.Key());
        assertThat(span.isEmpty()).isFalse();
        assertThat(span.trace().samplingDecision()).isSameAs(UNSAMPLED);
      }
    }
    assertThat(taken).as("changes to ids are none to the layout").isGreaterThan(MUTATIONS / 20);
  }

  @ParameterizedTest
  @CsvSource({"single, yes", "single, no", "double, yes", "double, no"})
  void what_is_read_by_layout_is_what_the_parser_finds(String scheme, String tagged) {
    codec(scheme);
    KctxDecoder decoder = new KctxDecoder(new KctxSettings(Kamon.config()));
    Random random = new Random(12);
    Context sampled = context(Trace$SamplingDecision$Sample$.MODULE$, true);
    byte[] kctx = Kctx.write(tagged.equals("yes") ? sampled.withTag("tenant", "acme") : sampled);
    decoder.read(parsed(kctx)); // its tags are those of the record before
    int taken = 0;
    for (int i = 0; i < MUTATIONS; i++) {
      byte[] changed = mutated(kctx, random);
      Context byLayout = changed.length == 0 ? null : decoder.readByLayout(changed);
      if (byLayout != null) {
        taken++;
        assertThat(told(byLayout)).isEqualTo(told(decoder.read(parsed(changed))));
      }
    }
    assertThat(taken).as("changes to ids are none to the layout").isGreaterThan(MUTATIONS / 20);
  }

  private static KctxParser parsed(byte[] bytes) {
    KctxParser parser = new KctxParser(bytes, Settings.current().incoming());
    assertThat(parser.problem()).isNull();
    assertThat(parser.idsFit(Kamon.identifierScheme())).isTrue();
    return parser;
  }

  private static List<Object> told(Context context) {
    Span span = context.get(Span.Key());
    return List.of(
        context.tags(),
        told(span.id()),
        told(span.parentId()),
        told(span.trace().id()),
        span.trace().samplingDecision(),
        span.isRemote());
  }

  private static String told(Identifier id) {
    return id.string() + " " + Arrays.toString(id.bytes());
  }

  private static byte[] mutated(byte[] bytes, Random random) {
    int length = random.nextInt(4) == 0 ? random.nextInt(bytes.length + 8) : bytes.length;
    byte[] changed = Arrays.copyOf(bytes, length);
    for (int i = random.nextInt(3); i >= 0 && length > 0; i--) {
      int at = random.nextInt(length);
      changed[at] = (byte) (random.nextBoolean() ? random.nextInt(18) : random.nextInt(256));
    }
    return changed;
  }

  private static KctxCodec codec(String scheme) {
    Kamon.reconfigure(
        ConfigFactory.parseString("kamon.trace.identifier-scheme = " + scheme)
            .withFallback(ConfigFactory.load()));
    return new KctxCodec(Settings.current());
  }

  private static Context contextOf(String scheme) {
    codec(scheme);
    return context(UNSAMPLED, true);
  }

  private static Context context(SamplingDecision decision, boolean hasParent) {
    Identifier.Scheme scheme = Kamon.identifierScheme();
    Identifier parent = hasParent ? scheme.spanIdFactory().generate() : Identifier.Empty();
    return Context.of(
        Span.Key(),
        new Span.Remote(
            scheme.spanIdFactory().generate(),
            parent,
            Trace$.MODULE$.create(scheme.traceIdFactory().generate(), decision)));
  }
}
