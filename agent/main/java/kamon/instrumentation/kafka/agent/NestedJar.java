package kamon.instrumentation.kafka.agent;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;

/**
 * A jar in memory. It inflates an entry when it is asked for: of the engine's jar, a third is used,
 * and inflating all of it was half of the agent's start-up. (The JDK reads a jar entry by entry
 * from a file, or all of it in order from a stream.)
 *
 * <p>Format: PKWARE APPNOTE 4.3.12 (central directory) and 4.3.16 (its end), without ZIP64.
 */
final class NestedJar {
  private static final int END_SIGNATURE = 0x06054b50;
  private static final int END_SIZE = 22;
  private static final int ENTRY_SIZE = 46;
  private static final int LOCAL_SIZE = 30;
  private static final int STORED = 0;

  private final ByteBuffer jar;
  private final Map<String, Integer> entries; // name to position in the central directory

  NestedJar(InputStream stream) throws IOException {
    jar = ByteBuffer.wrap(readAll(stream)).order(ByteOrder.LITTLE_ENDIAN);
    int end = jar.capacity() - END_SIZE; // Our own jar: no comment follows.
    if (end < 0 || jar.getInt(end) != END_SIGNATURE) {
      throw new IOException("engine.jar is not a jar, or cut off");
    }
    int count = jar.getShort(end + 10) & 0xffff;
    entries = new HashMap<>(count * 2);
    int at = jar.getInt(end + 16);
    for (int i = 0; i < count; i++) {
      int name = jar.getShort(at + 28) & 0xffff;
      entries.put(new String(jar.array(), at + ENTRY_SIZE, name, StandardCharsets.UTF_8), at);
      at += ENTRY_SIZE + name + (jar.getShort(at + 30) & 0xffff) + (jar.getShort(at + 32) & 0xffff);
    }
  }

  /** The content of an entry, or null when there is none of that name. */
  byte[] read(String name) throws IOException {
    Integer at = entries.get(name);
    if (at == null) {
      return null;
    }
    int local = jar.getInt(at + 42);
    int from =
        local
            + LOCAL_SIZE
            + (jar.getShort(local + 26) & 0xffff)
            + (jar.getShort(local + 28) & 0xffff);
    InputStream content = new ByteArrayInputStream(jar.array(), from, jar.getInt(at + 20));
    if (jar.getShort(at + 10) == STORED) {
      return readAll(content);
    }
    Inflater inflater = new Inflater(true);
    try {
      return readAll(new InflaterInputStream(content, inflater));
    } finally {
      inflater.end();
    }
  }

  private static byte[] readAll(InputStream stream) throws IOException {
    byte[] buffer = new byte[16 * 1024];
    ByteArrayOutputStream content = new ByteArrayOutputStream(buffer.length);
    for (int n = stream.read(buffer); n > 0; n = stream.read(buffer)) {
      content.write(buffer, 0, n);
    }
    return content.toByteArray();
  }
}
