package kamon.instrumentation.kafka.internal.propagation;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import java.util.Random;
import kamon.Kamon;
import kamon.context.Context;
import kamon.instrumentation.kafka.internal.settings.Settings;
import kamon.trace.Identifier;
import kamon.trace.Span;
import kamon.trace.Trace$;
import kamon.trace.Trace$SamplingDecision$DoNotSample$;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A span of which there is only an id is written as one that is there. */
@Tag("unit")
class ChildSpanTest {
  private static final int TIMES = 1_000;

  private final Random random = new Random(7);

  @AfterAll
  static void restore() {
    Kamon.reconfigure(ConfigFactory.load());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "kctx; single",
        "kctx; double",
        "w3c; single",
        "w3c; double",
        "b3; single",
        "b3; double",
        "b3-single; single",
        "b3-single; double",
        "[w3c, kctx]; double"
      })
  void headers_are_the_same_with_the_span_and_with_its_id(String propagator, String scheme) {
    Format format = format(propagator, "kamon.trace.identifier-scheme = " + scheme);
    assertThat(format.writesChildren()).isTrue();
    for (int i = 0; i < TIMES; i++) {
      Span parent = parent(i % 3 == 0);
      Context context = Context.of(Span.Key(), parent);
      if (i % 2 == 0) {
        context = context.withTag("tenant", "acme");
      }
      long id = i == 1 ? 1 : random.nextLong();
      Headers written = new RecordHeaders().add("kctx", new byte[1]);
      int bytes = format.writeChild(context, parent, id, written);
      Headers expected = new RecordHeaders();
      assertThat(bytes).isEqualTo(format.write(context, ChildSpan.of(parent, id), expected));
      format.remove(written.add("other", null).remove("other"));
      format.writeChild(context, parent, id, written);
      for (org.apache.kafka.common.header.Header header : expected) {
        assertThat(written.lastHeader(header.key()).value()).isEqualTo(header.value());
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http",
        "[kctx, http]",
        "kamon.instrumentation.kafka.internal.propagation.UserFormatTest$Remembering"
      })
  void formats_in_which_a_user_may_look_at_the_span_want_it(String propagator) {
    assertThat(format(propagator, "").writesChildren()).isEqualTo(false);
  }

  @ParameterizedTest
  @ValueSource(ints = {40, 60, 70})
  void what_has_no_room_is_left_out_as_with_the_span(int max) {
    Format format = format("kctx", "kamon.propagation.binary.default.max-outgoing-size = " + max);
    Span parent = parent(false);
    Context context = Context.of(Span.Key(), parent);
    Headers written = new RecordHeaders();
    Headers expected = new RecordHeaders();
    format.writeChild(context, parent, 42, written);
    format.write(context, ChildSpan.of(parent, 42), expected);
    assertThat(written).isEqualTo(expected);
  }

  private static Format format(String propagator, String setting) {
    Kamon.reconfigure(
        ConfigFactory.parseString(
                "kamon.instrumentation.kafka.client.tracing.propagator = "
                    + (propagator.startsWith("[") ? propagator : '"' + propagator + '"')
                    + "\n"
                    + setting)
            .withFallback(ConfigFactory.load()));
    return Formats.of(Settings.current());
  }

  private Span parent(boolean first) {
    Identifier.Scheme scheme = Kamon.identifierScheme();
    Identifier id = first ? Identifier.Empty() : scheme.spanIdFactory().generate();
    return new Span.Remote(
        id,
        Identifier.Empty(),
        Trace$.MODULE$.create(
            scheme.traceIdFactory().generate(), Trace$SamplingDecision$DoNotSample$.MODULE$));
  }
}
