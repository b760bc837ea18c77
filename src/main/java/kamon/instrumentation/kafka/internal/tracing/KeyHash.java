package kamon.instrumentation.kafka.internal.tracing;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import javax.crypto.Mac;
import org.apache.kafka.common.utils.Bytes;

/**
 * The value of tag kafka.key where keys are personal: the first 64 bits of a keyed hash over all of
 * the key, the same for a text and its bytes in UTF-8. Without the secret nobody can find the key
 * by trying all; two of a million keys have the same hash in one of 40 million cases.
 */
final class KeyHash {
  private static final int BYTES = 8;

  private KeyHash() {}

  /**
   * Null when there is no key, no way to read it, or no hash. Never throws, never changes the key.
   *
   * @param prototype ready for the secret; null for none
   */
  static String of(Mac prototype, Object key) {
    if (prototype == null || key == null) {
      return null;
    }
    try {
      Mac mac = (Mac) prototype.clone(); // Not thread-safe, and its state is small.
      byte[] hash;
      if (key instanceof byte[]) {
        hash = mac.doFinal((byte[]) key);
      } else if (key instanceof Bytes) {
        hash = mac.doFinal(((Bytes) key).get());
      } else if (key instanceof ByteBuffer) {
        mac.update(((ByteBuffer) key).duplicate());
        hash = mac.doFinal();
      } else {
        hash = mac.doFinal(key.toString().getBytes(StandardCharsets.UTF_8));
      }
      return KeyText.hex(ByteBuffer.wrap(hash, 0, BYTES));
    } catch (Throwable t) {
      // The key is the application's: what its toString throws costs this one tag, nothing else. So
      // does a security provider whose hash cannot be cloned.
      return null;
    }
  }
}
