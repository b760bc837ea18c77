package kamon.instrumentation.kafka

import kamon.context.Context
import kamon.trace.Span
import org.apache.kafka.clients.consumer.ConsumerRecord

/** Name of a consumer span that is given no other. */
public const val CONSUMER_PROCESS: String = "consumer.process"

/** The context that the record carries, read from its headers; empty when there is none. */
public fun ConsumerRecord<*, *>.extractContext(): Context = KafkaInstrumentation.extractContext(this)

/** A started span for processing the record, which the caller finishes. It is not made current. */
public fun ConsumerRecord<*, *>.consumerSpan(operationName: String = CONSUMER_PROCESS): Span =
    KafkaInstrumentation.consumerSpan(this, operationName)

/** Runs an action without a result; otherwise as [callWithConsumerSpan]. */
public inline fun ConsumerRecord<*, *>.runWithConsumerSpan(
    operationName: String = CONSUMER_PROCESS,
    finishSpan: Boolean = true,
    crossinline action: () -> Unit,
) {
    val runnable = KafkaInstrumentation.ThrowingRunnable<RuntimeException> { action() }
    KafkaInstrumentation.runWithConsumerSpan(this, operationName, finishSpan, runnable)
}

/**
 * Calls the action with the context that the record carries, tags included, and a new consumer span as the current
 * ones. Afterwards the context from before is current again. What the action throws marks the span as failed and
 * reaches the caller, the very same.
 *
 * The action cannot suspend, because the context is current on this thread only: [withConsumerSpan] is for one that
 * does.
 *
 * @param finishSpan false leaves the span open: the action, or what it started, finishes it
 * @return what the action returned
 */
public inline fun <T> ConsumerRecord<*, *>.callWithConsumerSpan(
    operationName: String = CONSUMER_PROCESS,
    finishSpan: Boolean = true,
    crossinline action: () -> T,
): T {
    val callable = KafkaInstrumentation.ThrowingCallable<T, RuntimeException> { action() }
    return KafkaInstrumentation.callWithConsumerSpan(this, operationName, finishSpan, callable)
}

/** Carries client id, group id and poll time of this polled record over to one that was built from it. */
public fun ConsumerRecord<*, *>.copyHiddenState(to: ConsumerRecord<*, *>): Unit =
    KafkaInstrumentation.copyHiddenState(this, to)
