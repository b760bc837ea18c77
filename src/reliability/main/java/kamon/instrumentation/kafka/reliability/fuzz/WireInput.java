package kamon.instrumentation.kafka.reliability.fuzz;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;

/**
 * A record made of bytes: one that chooses the reader, one for what is no header, then headers,
 * each with a byte for its name and form, two for its size, and its value.
 */
final class WireInput {
  /** The longest value, of which a header says that it is longer still. */
  static final int HUGE = 1024 * 1024;

  private static final String[] NAMES = {
    "kctx",
    "traceparent",
    "tracestate",
    "baggage",
    "b3",
    "X-B3-TraceId",
    "X-B3-SpanId",
    "X-B3-ParentSpanId",
    "X-B3-Sampled",
    "X-B3-Flags",
    "context-tags",
    "uber-trace-id",
    "B3",
    "x-datadog-trace-id",
    "x-datadog-parent-id",
    "x-datadog-sampling-priority",
  };
  private static final int RARE = 255;
  private static final int NAME = 0x1f;
  private static final int KEY = NAMES.length;

  private final Headers headers = new RecordHeaders();
  private final byte[] data;
  private byte[] key = new byte[0];

  WireInput(byte[] data) {
    this.data = data;
    int at = 2;
    while (at < data.length) {
      int head = data[at];
      int from = Math.min(data.length, at + 3);
      int size = from < at + 3 ? 0 : (data[at + 1] & 0xff) | (data[at + 2] & 0xff) << 8;
      int end = Math.min(data.length, from + size);
      add(head, Arrays.copyOfRange(data, from, end));
      at = end;
    }
  }

  /** The head of a header of that name, as it is; -1 when there is none. */
  static int head(String name) {
    return Arrays.asList(NAMES).indexOf(name);
  }

  private void add(int head, byte[] value) {
    int name = head & NAME;
    if (name == KEY) {
      key = value;
    } else if (name > KEY) {
      // A name of any kind, which is as long as the byte says and has the rest as its value.
      int end = Math.min(value.length, name - KEY);
      String any = new String(value, 0, end, StandardCharsets.UTF_8);
      add(any, Arrays.copyOfRange(value, end, value.length), form(head));
    } else {
      add(NAMES[name], value, form(head));
    }
  }

  private static int form(int head) {
    return (head >> 5) & 7;
  }

  private void add(String name, byte[] value, int form) {
    switch (form) {
      case 1 -> headers.add(name, null);
      case 2 -> headers.add(name, Base64.getEncoder().encode(value));
      case 3 -> headers.add(name, Base64.getEncoder().encode(Base64.getEncoder().encode(value)));
      case 4 -> headers.add(name, value).add(name, null).add(name, value);
      case 5 -> headers.add(name, value).add("tenant", value);
      case 6 -> headers.add(name, repeated(value, 3 * 1024));
      case 7 -> headers.add(name, repeated(value, large()));
      default -> headers.add(name, value);
    }
  }

  /** Rarely as much as a record may have, which takes a fuzzer a thousand times as long. */
  private int large() {
    return data.length == 0 || (data[0] & 0xff) < RARE ? 12 * 1024 : HUGE;
  }

  private static byte[] repeated(byte[] value, int size) {
    if (value.length == 0) {
      return value;
    }
    byte[] all = Arrays.copyOf(value, size);
    for (int done = value.length; done < size; done *= 2) {
      System.arraycopy(all, 0, all, done, Math.min(done, size - done));
    }
    return all;
  }

  /** Which of so many readers is meant. */
  int reader(int count) {
    return data.length == 0 ? 0 : (data[0] & 0xff) % count;
  }

  /** Whether the whole way of a consumer is to be gone, with spans. */
  boolean withSpans() {
    return (flags() & 0x80) != 0;
  }

  private int flags() {
    return data.length < 2 ? 0 : data[1];
  }

  Headers headers() {
    return headers;
  }

  /** The key in one of the types that keys have. */
  Object key() {
    int type = flags() & 0xf;
    return Keys.key(type, Keys.isLarge(type) ? repeated(key, large()) : key);
  }

  ConsumerRecord<Object, Object> record() {
    int flags = flags();
    TimestampType[] types = TimestampType.values();
    return new ConsumerRecord<>(
        "topic",
        flags & 3,
        flags,
        (long) flags << 33,
        types[Math.floorMod(flags >> 4, types.length)],
        -1,
        -1,
        key(),
        (flags & 0x40) == 0 ? "value" : null,
        headers,
        Optional.empty(),
        (flags & 0x20) == 0 ? Optional.empty() : Optional.of((short) (flags << 8)));
  }
}
