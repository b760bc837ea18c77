package kamon.instrumentation.kafka.internal.carry;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/**
 * The size at which Kafka rejects a record, as KafkaProducer.ensureValidRecordSize counts it: an
 * upper bound for a batch with this record alone (AbstractRecords.estimateSizeInBytesUpperBound,
 * DefaultRecordBatch and DefaultRecord in every release from 0.11 to 4.4).
 */
final class RecordSize {
  private static final int BATCH_OVERHEAD = 61;
  private static final int MAX_RECORD_OVERHEAD = 21;

  private RecordSize() {}

  /**
   * Bytes of a record.
   *
   * @param key the serialised key, or null
   * @param value the serialised value, or null
   */
  static long of(byte[] key, byte[] value, Headers headers) {
    long size = BATCH_OVERHEAD + MAX_RECORD_OVERHEAD + sized(key) + sized(value);
    int count = 0;
    for (Header header : headers) {
      byte[] name = header.key().getBytes(StandardCharsets.UTF_8);
      size += varint(name.length) + name.length + sized(header.value());
      count++;
    }
    return size + varint(count);
  }

  private static long sized(byte[] bytes) {
    return bytes == null ? 1 : varint(bytes.length) + (long) bytes.length;
  }

  /** Bytes of a length as Kafka writes it: zigzag, seven bits in each. */
  private static int varint(int value) {
    int bytes = 1;
    for (int rest = (value << 1) >>> 7; rest != 0; rest >>>= 7) {
      bytes++;
    }
    return bytes;
  }
}
