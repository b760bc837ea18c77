package kamon.instrumentation.kafka.internal.propagation;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Random;
import kamon.Kamon;
import kamon.context.Context;
import kamon.instrumentation.kafka.Kctx;
import kamon.instrumentation.kafka.Logs;
import kamon.instrumentation.kafka.internal.propagation.kctx.RawKctx;
import kamon.instrumentation.kafka.internal.settings.Settings;
import kamon.trace.Span;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.storage.SimpleHeaderConverter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Row A13: headers that came by way of Kafka Connect. */
@Tag("unit")
class Base64TextTest {
  @AfterEach
  void restore() {
    Kamon.reconfigure(ConfigFactory.load());
  }

  @Test
  void header_that_mirror_maker_wrote_as_text_is_read() throws Exception {
    byte[] kctx = new RawKctx().tag("tenant", "acme").span(8, 8, 8).bytes();
    try (SimpleHeaderConverter converter = new SimpleHeaderConverter();
        Logs logs = new Logs()) {
      // MirrorSourceTask hands the bytes over as they are, the worker's converter writes them.
      byte[] mirrored = converter.fromConnectHeader("t", "kctx", Schema.BYTES_SCHEMA, kctx);
      assertThat(mirrored).isEqualTo(Base64.getEncoder().encode(kctx));
      assertRead(mirrored);
      byte[] twice = converter.fromConnectHeader("t", "kctx", Schema.BYTES_SCHEMA, mirrored);
      assertRead(twice);
      // A sink or source of Connect in between reads and writes the text as it is.
      SchemaAndValue text = converter.toConnectHeader("t", "kctx", mirrored);
      assertRead(converter.fromConnectHeader("t", "kctx", text.schema(), text.value()));
      assertThat(logs.warnings()).isEmpty();
    }
  }

  @Test
  void every_length_of_a_header_is_read_from_its_text() {
    for (int length = 1; length < 100; length++) {
      byte[] kctx = new RawKctx().tag("k", "v".repeat(length)).bytes();
      byte[] text = Base64.getEncoder().encode(kctx);
      assertThat(Base64Text.mayBe(kctx)).isFalse();
      assertThat(Base64Text.mayBe(text)).isTrue();
      assertThat(Base64Text.decoded(text, 2048)).isEqualTo(kctx);
    }
  }

  /** Two mirrors in a row are what people run; more would be work that a sender can ask for. */
  @Test
  void text_of_a_third_mirror_is_not_decoded() {
    byte[] once = Base64.getEncoder().encode(new RawKctx().tag("k", "v").bytes());
    byte[] twice = Base64.getEncoder().encode(once);
    assertThat(Base64Text.decoded(Base64.getEncoder().encode(twice), 2048)).isEqualTo(once);
  }

  @Test
  void what_is_no_such_text_stays_as_it_is() {
    for (String value :
        new String[] {"", "A", "AAA", "AAAAA", "A===", "====", "AA=A", "AA A", "AA-_"}) {
      byte[] bytes = value.getBytes(StandardCharsets.US_ASCII);
      assertThat(Base64Text.decoded(bytes, 2048)).isSameAs(bytes);
    }
    assertThat(Base64Text.mayBe(null)).isFalse();
    assertThat(Base64Text.mayBe(new byte[0])).isFalse();
  }

  @Test
  void random_text_is_decoded_or_left_alone_without_an_exception() {
    Random random = new Random(20261126);
    byte[] alphabet = "ABCxyz019+/==\n\u00e9".getBytes(StandardCharsets.ISO_8859_1);
    int decoded = 0;
    for (int i = 0; i < 100_000; i++) {
      byte[] value = new byte[random.nextInt(12)];
      for (int b = 0; b < value.length; b++) {
        value[b] = alphabet[random.nextInt(random.nextInt(5) > 0 ? 11 : alphabet.length)];
      }
      byte[] result = Base64Text.decoded(value, 2048);
      decoded += result == value ? 0 : 1;
    }
    assertThat(decoded).isBetween(1_000, 99_000);
  }

  @Test
  void text_of_a_header_that_is_too_large_is_not_decoded() {
    byte[] text = Base64.getEncoder().encode(new byte[1536]);
    assertThat(text).hasSize(2048);
    assertThat(Base64Text.decoded(text, 2048)).isEqualTo(new byte[1536]);
    assertThat(Base64Text.decoded(text, 2047)).isSameAs(text);
  }

  private static void assertRead(byte[] value) {
    Headers headers = new RecordHeaders().add("kctx", value);
    Context context = Formats.of(Settings.current()).read(headers);
    assertThat(Kctx.read(new RawKctx().tag("tenant", "acme").bytes()).tags())
        .isEqualTo(context.tags());
    assertThat(context.get(Span.Key()).id().bytes()).isEqualTo(RawKctx.id(8, 2));
  }
}
