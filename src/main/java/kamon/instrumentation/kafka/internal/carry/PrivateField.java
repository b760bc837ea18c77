package kamon.instrumentation.kafka.internal.carry;

import java.lang.reflect.Field;

/** Fields of Kafka's clients that no public method tells. Reflection: once in a client's life. */
public final class PrivateField {
  private PrivateField() {}

  /** The value of a field, or null when there is none or it cannot be read. */
  public static Object value(Object owner, String name) {
    if (owner == null) {
      return null;
    }
    for (Class<?> type = owner.getClass(); type != null; type = type.getSuperclass()) {
      try {
        Field field = type.getDeclaredField(name);
        field.setAccessible(true);
        return field.get(owner);
      } catch (NoSuchFieldException e) {
        // Perhaps a superclass has it: applications extend Kafka's clients.
      } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
        return null;
      }
    }
    return null;
  }

  /** The value of a numeric field, or a default. */
  static long number(Object owner, String name, long byDefault) {
    Object value = value(owner, name);
    return value instanceof Number ? ((Number) value).longValue() : byDefault;
  }
}
