package kamon.instrumentation.kafka.reliability.soak;

import java.nio.ByteBuffer;
import java.util.SplittableRandom;
import java.util.zip.CRC32C;

/** The value of a record: who has sent it, the how manieth of its partition, filling, checksum. */
record Payload(int producer, long sequence) {
  private static final int SIZE = 128;
  private static final int CHECKSUM = 8;

  byte[] bytes() {
    ByteBuffer bytes = ByteBuffer.allocate(SIZE).putInt(producer).putLong(sequence);
    SplittableRandom filling = new SplittableRandom(sequence);
    while (bytes.remaining() > CHECKSUM) {
      bytes.put((byte) filling.nextInt());
    }
    return bytes.putLong(checksum(bytes.array())).array();
  }

  /** Null when the bytes are not those of one. */
  static Payload of(byte[] bytes) {
    ByteBuffer read = ByteBuffer.wrap(bytes);
    if (bytes.length != SIZE || read.getLong(SIZE - CHECKSUM) != checksum(bytes)) {
      return null;
    }
    return new Payload(read.getInt(), read.getLong());
  }

  private static long checksum(byte[] bytes) {
    CRC32C checksum = new CRC32C();
    checksum.update(bytes, 0, SIZE - CHECKSUM);
    return checksum.getValue();
  }
}
