package kamon.instrumentation.kafka.internal.tracing;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** How often a share group has handed out a record: ConsumerRecord.deliveryCount, from 4.0 on. */
final class DeliveryCount {
  private static final MethodHandle DELIVERY_COUNT = find();

  private DeliveryCount() {}

  private static MethodHandle find() {
    try {
      return MethodHandles.publicLookup()
          .findVirtual(
              ConsumerRecord.class, "deliveryCount", MethodType.methodType(Optional.class));
    } catch (ReflectiveOperationException e) {
      return null; // an older client
    }
  }

  /** 1 for the first delivery; 0 when the record was not polled by a share consumer. */
  static long of(ConsumerRecord<?, ?> record) {
    if (DELIVERY_COUNT == null) {
      return 0;
    }
    try {
      Optional<?> count = (Optional<?>) DELIVERY_COUNT.invoke(record);
      return count.isPresent() ? ((Number) count.get()).longValue() : 0;
    } catch (Throwable t) {
      return 0; // A subclass of the application's; the tag is not worth more than that.
    }
  }
}
