package kamon.instrumentation.kafka.internal.tracing;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Map;
import kamon.instrumentation.kafka.internal.carry.PrivateField;
import org.apache.kafka.common.MetricName;

/**
 * Asks a Kafka client who it is. Each question is tried in one way after the other, public API
 * first; null when none answers. Reflection, so for once in a client's life only.
 */
final class ClientProbe {
  private ClientProbe() {}

  /** From the client's metrics: public in every client of every release, and all carry the tag. */
  static String clientId(Object client) {
    String clientId = fromMetrics(client);
    if (clientId == null) {
      clientId = text(client, "clientId"); // up to 3.6, and producers
    }
    if (clientId == null) {
      clientId = fromMethod(client); // consumers from 3.7 on
    }
    return clientId == null ? text(PrivateField.value(client, "delegate"), "clientId") : clientId;
  }

  /** Null also when a subclass has metrics of its own, as applications do. */
  private static String fromMetrics(Object client) {
    try {
      Map<?, ?> metrics = (Map<?, ?>) client.getClass().getMethod("metrics").invoke(client);
      for (Object name : metrics.keySet()) {
        String clientId = ((MetricName) name).tags().get("client-id");
        if (clientId != null) {
          return clientId;
        }
      }
    } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
      return null;
    }
    return null;
  }

  private static String fromMethod(Object client) {
    for (Class<?> type = client.getClass(); type != null; type = type.getSuperclass()) {
      if (!type.getName().startsWith("org.apache.kafka.")) {
        continue; // a method of the application's
      }
      try {
        Method method = type.getDeclaredMethod("clientId");
        method.setAccessible(true);
        return (String) method.invoke(client);
      } catch (NoSuchMethodException e) {
        // Perhaps a superclass has it.
      } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
        return null;
      }
    }
    return null;
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
      groupId = text(PrivateField.value(consumer, "coordinator"), "groupId"); // before 2.3
    }
    return groupId == null
        ? text(PrivateField.value(consumer, "delegate"), "groupId") // share
        : groupId;
  }

  private static Method method(Class<?> type, String name) {
    try {
      return type.getMethod(name);
    } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
      return null;
    }
  }

  private static String text(Object owner, String field) {
    Object value = PrivateField.value(owner, field);
    return value instanceof String && !((String) value).isEmpty() ? (String) value : null;
  }
}
