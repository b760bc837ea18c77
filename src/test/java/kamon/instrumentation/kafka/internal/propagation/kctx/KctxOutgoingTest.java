package kamon.instrumentation.kafka.internal.propagation.kctx;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import kamon.Kamon;
import kamon.context.BinaryPropagation;
import kamon.context.Context;
import kamon.context.Propagation;
import kamon.instrumentation.kafka.Kctx;
import kamon.instrumentation.kafka.Logs;
import kamon.instrumentation.kafka.internal.settings.Settings;
import kamon.trace.Identifier;
import kamon.trace.Span;
import kamon.trace.Span$Empty$;
import kamon.trace.Trace$;
import kamon.trace.Trace$SamplingDecision$Sample$;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * What does not fit into a kctx, or is nothing: the record goes, and one line says what it lacks.
 */
@Tag("unit")
class KctxOutgoingTest {
  private static final Config CONFIG = ConfigFactory.load();
  private static final String CHANNEL = "kamon.propagation.binary.default.";
  private static final Span SPAN = Kctx.read(new RawKctx().span(8, 8, 8).bytes()).get(Span.Key());

  @AfterEach
  void restore() {
    Kamon.reconfigure(CONFIG);
  }

  /** From another format or instrumentation; Kamon would log a stack trace for each record. */
  @Test
  void span_that_kamon_cannot_write_costs_the_span_and_one_line() {
    for (String settings : new String[] {"", OtherEntry.OUTGOING}) {
      KctxCodec codec = codec(settings);
      Identifier id = new Identifier("x".repeat(460), RawKctx.id(230, 1));
      Span span =
          new Span.Remote(
              id, id, Trace$.MODULE$.create(id, Trace$SamplingDecision$Sample$.MODULE$));
      Context context = Context.of("tenant", "acme").withEntry(Span.Key(), span);
      try (Logs logs = new Logs()) {
        for (int i = 0; i < 100; i++) {
          Context sent = Kctx.read(codec.write(context, span));
          assertThat(sent.tags().without("upstream.name"))
              .isEqualTo(Context.of("tenant", "acme").tags());
          assertThat(sent.get(Span.Key()).isEmpty()).isTrue();
        }
        assertThat(logs.warnings())
            .containsExactly(
                "A span whose ids are too long for Kamon's header is not sent, only tags and"
                    + " entries");
      }
    }
  }

  /** Kamon's span codec has 256 bytes for the three ids and 11 more. */
  @Test
  void span_of_the_most_bytes_that_kamon_can_write_is_written_and_none_with_one_more() {
    KctxCodec codec = codec("");
    Span longest = span(230);
    byte[] kctx = codec.write(Context.Empty(), longest);
    assertThat(kctx).isEqualTo(Kctx.write(Context.of(Span.Key(), longest)));
    assertThat(Kctx.read(kctx).get(Span.Key()).trace().id().bytes()).hasSize(230);
    Span longer = span(231);
    assertThat(Kctx.read(codec.write(Context.Empty(), longer)).get(Span.Key()).isEmpty()).isTrue();
  }

  @Test
  void context_over_the_limit_shrinks_to_its_span_and_one_line_says_so() {
    for (String settings :
        new String[] {
          "", CHANNEL + "tags.include-upstream-name = no\n", OtherEntry.OUTGOING + "\n"
        }) {
      KctxCodec codec = codec(settings + CHANNEL + "max-outgoing-size = 200");
      Context context =
          Context.of("k", "v".repeat(300)).withEntry(OtherEntry.KEY, "entry of other code");
      try (Logs logs = new Logs()) {
        for (int i = 0; i < 100; i++) {
          Context sent = Kctx.read(codec.write(context, SPAN));
          assertThat(sent.get(Span.Key()).id()).isEqualTo(SPAN.id());
          assertThat(sent.tags().without("upstream.name").isEmpty()).isTrue();
          assertThat(sent.get(OtherEntry.KEY)).isEmpty();
        }
        codec(settings); // Kamon's own bytes are wanted without the limit
        int size = Kctx.write(context.withEntry(Span.Key(), SPAN)).length;
        assertThat(logs.warnings())
            .containsExactly(
                "A context of "
                    + size
                    + " bytes is over "
                    + CHANNEL
                    + "max-outgoing-size = 200: its span alone is sent, without tags and entries");
      }
    }
  }

  @Test
  void context_over_the_limit_without_a_span_is_not_sent_and_one_line_says_so() {
    KctxCodec codec = codec(CHANNEL + "max-outgoing-size = 200");
    Context context = Context.of("k", "v".repeat(300));
    int size = size(context);
    try (Logs logs = new Logs()) {
      for (int i = 0; i < 100; i++) {
        assertThat(codec.write(context, Span$Empty$.MODULE$)).isNull();
      }
      assertThat(logs.warnings())
          .containsExactly(
              "A context of "
                  + size
                  + " bytes is over "
                  + CHANNEL
                  + "max-outgoing-size = 200: the record is sent without it");
    }
  }

  @Test
  void entry_counts_for_the_limit_however_its_writer_writes() {
    for (String entry : new String[] {"", "short", "an entry that is written in pieces"}) {
      Context context = Context.of("tenant", "acme").withEntry(OtherEntry.KEY, entry);
      byte[] whole = codec(OtherEntry.OUTGOING).write(context, SPAN);
      assertThat(whole).isEqualTo(Kctx.write(context.withEntry(Span.Key(), SPAN)));
      KctxCodec enough =
          codec(OtherEntry.OUTGOING + '\n' + CHANNEL + "max-outgoing-size = " + whole.length);
      assertThat(enough.write(context, SPAN)).isEqualTo(whole);
      KctxCodec tooLittle =
          codec(OtherEntry.OUTGOING + '\n' + CHANNEL + "max-outgoing-size = " + (whole.length - 1));
      byte[] alone = tooLittle.write(context, SPAN);
      assertThat(Kctx.tag(Kctx.read(alone), "tenant")).isNull();
      assertThat(Kctx.read(alone).get(Span.Key()).id()).isEqualTo(SPAN.id());
    }
  }

  @Test
  void context_of_which_nothing_is_sent_takes_no_header() {
    Config tagsOnly =
        ConfigFactory.parseString(CHANNEL + "tags.include-upstream-name = no")
            .withFallback(CONFIG.withoutPath(CHANNEL + "entries.outgoing.span"));
    Kamon.reconfigure(tagsOnly);
    KctxCodec codec = new KctxCodec(Settings.current());
    assertThat(codec.write(Context.Empty(), SPAN)).isNull();
    assertThat(codec.write(Context.of(OtherEntry.KEY, "value"), SPAN)).isNull();
    Context tagged = Context.of("tenant", "acme");
    assertThat(codec.write(tagged, SPAN)).isEqualTo(Kctx.write(tagged));
  }

  /** As Kamon does, with a stack trace in the log for each. */
  @Test
  void entry_whose_writer_fails_is_left_out_and_takes_no_bytes() {
    String failing = CHANNEL + "entries.outgoing.bad = \"" + Failing.class.getName() + "\"\n";
    Context context = Context.of("tenant", "acme").withEntry(Context.key("bad", ""), "value");
    byte[] whole = codec(failing).write(context, SPAN);
    Context sent = Kctx.read(whole);
    assertThat(sent.tags().without("upstream.name")).isEqualTo(Context.of("tenant", "acme").tags());
    assertThat(sent.get(Span.Key()).id()).isEqualTo(SPAN.id());
  }

  private static Span span(int traceId) {
    Identifier id = new Identifier("span", RawKctx.id(8, 2));
    Identifier trace = new Identifier("trace", RawKctx.id(traceId, 1));
    return new Span.Remote(
        id, id, Trace$.MODULE$.create(trace, Trace$SamplingDecision$Sample$.MODULE$));
  }

  private static int size(Context context) {
    codec("");
    return Kctx.write(context).length;
  }

  private static KctxCodec codec(String settings) {
    Kamon.reconfigure(ConfigFactory.parseString(settings).resolve().withFallback(CONFIG));
    return new KctxCodec(Settings.current());
  }

  /** Writes some bytes, and fails. */
  public static final class Failing
      implements Propagation.EntryWriter<BinaryPropagation.ByteStreamWriter> {
    @Override
    public void write(Context context, BinaryPropagation.ByteStreamWriter medium) {
      medium.write(new byte[100]);
      throw new IllegalStateException("no");
    }
  }
}
