package kamon.instrumentation.kafka.internal.frameworks.connect;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import kamon.instrumentation.kafka.internal.log.Warning;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * The polled records behind those that a worker gives to a sink: transformations may have changed
 * all that can be seen in them. Thread-safe.
 */
final class SinkRecords {
  private static final Warning UNKNOWN = new Warning();
  private static final String CONTEXT = "org.apache.kafka.connect.runtime.errors.ProcessingContext";

  // Of the worker's class loader that came last; there is one.
  private static volatile SinkRecords known;

  private final Class<?> type;
  private final MethodHandle original;

  private SinkRecords(Class<?> type) {
    this.type = type;
    original = original(type);
  }

  /** Those of which the polled one can be told. */
  static List<ConsumerRecord<?, ?>> polled(Collection<?> records) {
    List<ConsumerRecord<?, ?>> polled = new ArrayList<>(records.size());
    for (Object record : records) {
      MethodHandle original = of(record.getClass()).original;
      if (original == null) {
        continue;
      }
      try {
        ConsumerRecord<?, ?> of = (ConsumerRecord<?, ?>) original.invokeExact(record);
        polled.add(of);
      } catch (Throwable t) {
        UNKNOWN.log("A sink gets a record that is not in its span", t);
      }
    }
    return polled;
  }

  private static SinkRecords of(Class<?> type) {
    SinkRecords records = known;
    if (records == null || records.type != type) {
      records = new SinkRecords(type);
      known = records;
    }
    return records;
  }

  /** Null where there is no way. */
  private static MethodHandle original(Class<?> type) {
    MethodHandles.Lookup lookup = MethodHandles.publicLookup();
    MethodHandle found;
    try {
      try {
        // Up to 3.7.
        found =
            lookup.findVirtual(type, "originalRecord", MethodType.methodType(ConsumerRecord.class));
      } catch (NoSuchMethodException e) {
        Class<?> context = Class.forName(CONTEXT, false, type.getClassLoader());
        found =
            MethodHandles.filterReturnValue(
                lookup.findVirtual(type, "context", MethodType.methodType(context)),
                lookup.findVirtual(context, "original", MethodType.methodType(Object.class)));
      }
      return found.asType(MethodType.methodType(ConsumerRecord.class, Object.class));
    } catch (ReflectiveOperationException | LinkageError e) {
      UNKNOWN.log("Sinks get records without spans", e);
      return null;
    }
  }
}
