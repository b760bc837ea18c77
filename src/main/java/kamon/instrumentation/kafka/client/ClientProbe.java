package kamon.instrumentation.kafka.client;

import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Map;
import org.apache.kafka.common.MetricName;

/**
 * Asks a Kafka client who it is. Each question is tried in one way after the other, public API
 * first; null when none answers. Reflection, so for once in a client's life only.
 */
final class ClientProbe {
  private ClientProbe() {}

  /** From the client's metrics: public in every client of every release, and all carry the tag. */
  static String clientId(Object client) {
    try {
      Map<?, ?> metrics = (Map<?, ?>) client.getClass().getMethod("metrics").invoke(client);
      for (Object name : metrics.keySet()) {
        String clientId = ((MetricName) name).tags().get("client-id");
        if (clientId != null) {
          return clientId;
        }
      }
    } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
      return text(client, "clientId");
    }
    return text(client, "clientId");
  }

  static String groupId(Object consumer) {
    Method groupMetadata = method(consumer.getClass(), "groupMetadata"); // public from 2.5
    if (groupMetadata != null) {
      try {
        Object metadata = groupMetadata.invoke(consumer);
        return (String) metadata.getClass().getMethod("groupId").invoke(metadata);
      } catch (InvocationTargetException e) {
        return null; // its answer when there is no group
      } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
        // Not reachable, so ask the fields.
      }
    }
    String groupId = text(consumer, "groupId"); // 2.3 and 2.4
    if (groupId == null) {
      groupId = text(value(consumer, "coordinator"), "groupId"); // before 2.3
    }
    return groupId == null ? text(value(consumer, "delegate"), "groupId") : groupId; // share
  }

  private static Method method(Class<?> type, String name) {
    try {
      return type.getMethod(name);
    } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
      return null;
    }
  }

  private static String text(Object owner, String field) {
    Object value = value(owner, field);
    return value instanceof String && !((String) value).isEmpty() ? (String) value : null;
  }

  /** The value of a field, or null when there is none. */
  static Object value(Object owner, String name) {
    if (owner == null) {
      return null;
    }
    for (Class<?> type = owner.getClass(); type != null; type = type.getSuperclass()) {
      try {
        Field field = type.getDeclaredField(name);
        field.setAccessible(true);
        return field.get(owner);
      } catch (NoSuchFieldException e) {
        // Perhaps a superclass has it: applications extend KafkaConsumer.
      } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
        return null;
      }
    }
    return null;
  }
}
