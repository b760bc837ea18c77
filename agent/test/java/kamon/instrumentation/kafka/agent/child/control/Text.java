package kamon.instrumentation.kafka.agent.child.control;

import java.nio.charset.StandardCharsets;
import java.util.function.BiConsumer;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.Serializer;

/** Serializes anything as text, and does something else before. */
final class Text implements Serializer<Object> {
  private final BiConsumer<Headers, Object> before;

  Text(BiConsumer<Headers, Object> before) {
    this.before = before;
  }

  static Text plain() {
    return new Text((headers, data) -> {});
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public byte[] serialize(String topic, Headers headers, Object data) {
    before.accept(headers, data);
    return serialize(topic, data);
  }

  @Override
  public byte[] serialize(String topic, Object data) {
    return data == null ? null : bytes(data.toString());
  }
}
