package kamon.instrumentation.kafka.internal.tracing;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.UUID;
import org.apache.kafka.common.utils.Bytes;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("unit")
class KeyTextTest {
  private static final String ELLIPSIS = "\u2026";

  @Test
  void text_numbers_and_uuids_are_shown_as_they_are() {
    UUID uuid = UUID.randomUUID();
    assertThat(KeyText.of("key")).isEqualTo("key");
    assertThat(KeyText.of("")).isEmpty();
    assertThat(KeyText.of(42)).isEqualTo("42");
    assertThat(KeyText.of(-1L)).isEqualTo("-1");
    assertThat(KeyText.of(1.5)).isEqualTo("1.5");
    assertThat(KeyText.of(uuid)).isEqualTo(uuid.toString());
  }

  @Test
  void no_key_and_no_text_give_no_tag() {
    assertThat(KeyText.of(null)).isNull();
    assertThat(KeyText.of(speaking(() -> null))).isNull();
  }

  @Test
  void key_whose_toString_throws_gives_no_tag() {
    assertThat(
            KeyText.of(
                speaking(
                    () -> {
                      throw new IllegalStateException("not today");
                    })))
        .isNull();
    assertThat(
            KeyText.of(
                speaking(
                    () -> {
                      throw new StackOverflowError();
                    })))
        .isNull();
  }

  @Test
  void printable_bytes_are_text_whatever_holds_them() {
    byte[] text = utf8("caf\u00e9 \ud83d\ude80");
    assertThat(KeyText.of(text)).isEqualTo("caf\u00e9 \ud83d\ude80");
    assertThat(KeyText.of(ByteBuffer.wrap(text))).isEqualTo("caf\u00e9 \ud83d\ude80");
    assertThat(KeyText.of(Bytes.wrap(text))).isEqualTo("caf\u00e9 \ud83d\ude80");
    assertThat(KeyText.of(new byte[0])).isEmpty();
  }

  @Test
  void short_ascii_has_the_same_text_in_an_array_as_in_a_buffer() {
    Random random = new Random(20261125);
    for (int length = 0; length <= 140; length++) {
      byte[] key = new byte[length];
      for (int i = 0; i < length; i++) {
        key[i] = (byte) (' ' + random.nextInt('~' - ' ' + 1));
      }
      assertThat(KeyText.of(key)).isEqualTo(KeyText.of(ByteBuffer.wrap(key)));
      if (length > 0) {
        for (int other = 0; other < 256; other++) {
          key[random.nextInt(length)] = (byte) other;
          assertThat(KeyText.of(key)).isEqualTo(KeyText.of(ByteBuffer.wrap(key)));
        }
      }
    }
  }

  @Test
  void other_bytes_are_hex() {
    assertThat(KeyText.of(new byte[] {0, 1, (byte) 0xab})).isEqualTo("0x0001ab");
    assertThat(KeyText.of(new byte[] {'a', '\n'})).isEqualTo("0x610a");
    assertThat(KeyText.of(new byte[] {(byte) 0xc3})).isEqualTo("0xc3");
    assertThat(KeyText.of(utf8("\uffff"))).isEqualTo("0xefbfbf");
  }

  /** Only of a longer key is the end not looked at, where a character may be cut. */
  @Test
  void key_of_the_most_bytes_that_are_looked_at_is_hex_when_it_ends_within_a_character() {
    byte[] key = Arrays.copyOf(utf8("\u20ac".repeat(130)), 388);
    assertThat(KeyText.of(key)).startsWith("0xe282ac");
    assertThat(KeyText.of(utf8("\u20ac".repeat(130)))).isEqualTo("\u20ac".repeat(128) + ELLIPSIS);
  }

  @Test
  void position_and_limit_of_a_buffer_stay_and_bound_what_is_shown() {
    ByteBuffer key = ByteBuffer.wrap(utf8("before-key-after"));
    key.position(7).limit(10);
    assertThat(KeyText.of(key)).isEqualTo("key");
    assertThat(key.position()).isEqualTo(7);
    assertThat(key.limit()).isEqualTo(10);
    ByteBuffer direct = ByteBuffer.allocateDirect(2).put((byte) 0).put((byte) 7);
    direct.flip();
    assertThat(KeyText.of(direct)).isEqualTo("0x0007");
    assertThat(direct.remaining()).isEqualTo(2);
    assertThat(KeyText.of(key.asReadOnlyBuffer())).isEqualTo("key");
  }

  @Test
  void keys_are_cut_at_128_characters() {
    assertThat(KeyText.of("k".repeat(128))).isEqualTo("k".repeat(128));
    assertThat(KeyText.of("k".repeat(129))).isEqualTo("k".repeat(128) + ELLIPSIS);
    assertThat(KeyText.of(utf8("k".repeat(129)))).isEqualTo("k".repeat(128) + ELLIPSIS);
    assertThat(KeyText.of(utf8("\u20ac".repeat(128)))).isEqualTo("\u20ac".repeat(128));
    assertThat(KeyText.of(utf8("\u20ac".repeat(100_000))))
        .isEqualTo("\u20ac".repeat(128) + ELLIPSIS);
    assertThat(KeyText.of(new byte[63])).isEqualTo("0x" + "00".repeat(63));
    assertThat(KeyText.of(new byte[64])).isEqualTo("0x" + "00".repeat(63) + ELLIPSIS);
    assertThat(KeyText.of(new byte[1024 * 1024])).isEqualTo("0x" + "00".repeat(63) + ELLIPSIS);
  }

  @Test
  void surrogate_pairs_are_not_cut_in_half() {
    String rockets = "\ud83d\ude80".repeat(70);
    assertThat(KeyText.of(rockets)).isEqualTo("\ud83d\ude80".repeat(64) + ELLIPSIS);
    assertThat(KeyText.of("x" + rockets)).isEqualTo("x" + "\ud83d\ude80".repeat(63) + ELLIPSIS);
    assertThat(KeyText.of(utf8("x" + rockets)))
        .isEqualTo("x" + "\ud83d\ude80".repeat(63) + ELLIPSIS);
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static Object speaking(java.util.function.Supplier<String> text) {
    return new Object() {
      @Override
      public String toString() {
        return text.get();
      }
    };
  }
}
