/**
 * Apache Kafka tracing for Kamon: what applications use. {@link
 * kamon.instrumentation.kafka.KafkaInstrumentation} makes consumer spans, some of which have a
 * {@link kamon.instrumentation.kafka.ConsumerSpanScope}, {@link
 * kamon.instrumentation.kafka.KafkaPropagator} is the extension point for other headers. All other
 * packages are internal and change without notice.
 */
@NullMarked
package kamon.instrumentation.kafka;

import org.jspecify.annotations.NullMarked;
