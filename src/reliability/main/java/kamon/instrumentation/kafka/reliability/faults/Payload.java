package kamon.instrumentation.kafka.reliability.faults;

import java.nio.ByteBuffer;
import java.util.Random;
import java.util.zip.CRC32;

/** Values that say which they are, and that nothing of them has changed. */
final class Payload {
  static final int LEAST = Integer.BYTES + Long.BYTES;

  private Payload() {}

  static byte[] of(int sequence, int size) {
    byte[] bytes = new byte[size];
    new Random(sequence).nextBytes(bytes);
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    buffer.putInt(0, sequence);
    buffer.putLong(size - Long.BYTES, checksum(bytes));
    return bytes;
  }

  /**
   * The sequence number.
   *
   * @throws IllegalStateException if it is not what was sent
   */
  static int sequence(byte[] bytes) {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    if (bytes.length < LEAST || buffer.getLong(bytes.length - Long.BYTES) != checksum(bytes)) {
      throw new IllegalStateException("A value of " + bytes.length + " bytes has changed");
    }
    return buffer.getInt(0);
  }

  private static long checksum(byte[] bytes) {
    CRC32 checksum = new CRC32();
    checksum.update(bytes, 0, bytes.length - Long.BYTES);
    return checksum.getValue();
  }
}
