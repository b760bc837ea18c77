package kamon.instrumentation.kafka.reliability.fuzz;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;
import org.apache.kafka.common.utils.Bytes;

/** Keys of every type that keys have. */
final class Keys {
  private static final int LARGE_TEXT = 11;
  private static final int LARGE_BYTES = 12;

  private Keys() {}

  /** Whether a type is for keys that are too long for a tag. */
  static boolean isLarge(int type) {
    return type == LARGE_TEXT || type == LARGE_BYTES;
  }

  /**
   * A key.
   *
   * @param type any number
   */
  static Object key(int type, byte[] key) {
    return switch (type) {
      case 0 -> null;
      case 1 -> key;
      case 2 -> new String(key, StandardCharsets.UTF_8);
      case 3 -> new String(key, StandardCharsets.UTF_16BE); // half pairs too
      case 4 -> ByteBuffer.wrap(key).position(key.length / 2);
      case 5 -> ByteBuffer.allocateDirect(key.length).put(key).flip().asReadOnlyBuffer();
      case 6 -> Bytes.wrap(key);
      case 7 -> (long) Arrays.hashCode(key);
      case 8 -> new UUID(key.length, Arrays.hashCode(key));
      case 9 -> new Failing(key.length);
      case 10 -> new int[] {key.length};
      case LARGE_TEXT -> new String(key, StandardCharsets.UTF_8);
      case LARGE_BYTES -> key;
      case 13 -> CharBuffer.wrap(new String(key, StandardCharsets.ISO_8859_1));
      case 14 -> Optional.of(key.length);
      default -> 0.5 * key.length;
    };
  }

  /** A key of the application's that fails in each of the ways. */
  private record Failing(int way) {
    @Override
    public String toString() {
      return switch (way % 3) {
        case 0 -> throw new IllegalStateException("a key that cannot be shown");
        case 1 -> throw new StackOverflowError();
        default -> null;
      };
    }
  }
}
