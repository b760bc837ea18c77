package kamon.instrumentation.kafka

import kamon.context.Context
import kamon.trace.Span
import org.apache.kafka.clients.consumer.ConsumerRecord
import org.apache.kafka.common.header.Headers
import java.util.concurrent.CompletionStage

/** Name of a consumer span that is given no other. */
public const val CONSUMER_PROCESS: String = "consumer.process"

/** Name of the span of a batch that is given no other. */
public const val CONSUMER_PROCESS_BATCH: String = "consumer.process-batch"

/** The context that the record carries, read from its headers; empty when there is none. */
public fun ConsumerRecord<*, *>.extractContext(): Context = KafkaInstrumentation.extractContext(this)

/** The context that headers carry; empty when there is none. */
public fun Headers.extractContext(): Context = KafkaInstrumentation.extractContext(this)

/** Writes a context to these headers, as a send does. */
public fun Headers.injectContext(context: Context): Unit = KafkaInstrumentation.injectContext(context, this)

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

/**
 * Calls an action that goes on after it has returned. The context of the record and its span are current while the
 * action itself runs; the span ends with the stage.
 *
 * @return the very stage that the action returned
 */
public inline fun <S : CompletionStage<*>?> ConsumerRecord<*, *>.runWithConsumerSpanAsync(
    operationName: String = CONSUMER_PROCESS,
    crossinline action: () -> S,
): S {
    val callable = KafkaInstrumentation.ThrowingCallable<S, RuntimeException> { action() }
    return KafkaInstrumentation.runWithConsumerSpanAsync(this, operationName, callable)
}

/**
 * Makes the record's context and a new span the current ones until the scope is closed. The compiler does not see a
 * suspension point inside, which must not be there.
 */
public fun ConsumerRecord<*, *>.enter(operationName: String = CONSUMER_PROCESS): ConsumerSpanScope =
    KafkaInstrumentation.enter(this, operationName)

/** A started span for processing all of these records, which the caller finishes. It is not made current. */
public fun Iterable<ConsumerRecord<*, *>>.batchSpan(operationName: String = CONSUMER_PROCESS_BATCH): Span =
    KafkaInstrumentation.batchSpan(this, operationName)

/** Runs an action without a result; otherwise as [callWithBatchSpan]. */
public inline fun Iterable<ConsumerRecord<*, *>>.runWithBatchSpan(
    operationName: String = CONSUMER_PROCESS_BATCH,
    crossinline action: () -> Unit,
) {
    val runnable = KafkaInstrumentation.ThrowingRunnable<RuntimeException> { action() }
    KafkaInstrumentation.runWithBatchSpan(this, operationName, runnable)
}

/**
 * Calls the action with one span for all of these records, such as those of a poll, as the current one. It links to
 * each span that sent some of them, or is the child of the only one.
 *
 * @return what the action returned
 */
public inline fun <T> Iterable<ConsumerRecord<*, *>>.callWithBatchSpan(
    operationName: String = CONSUMER_PROCESS_BATCH,
    crossinline action: () -> T,
): T {
    val callable = KafkaInstrumentation.ThrowingCallable<T, RuntimeException> { action() }
    return KafkaInstrumentation.callWithBatchSpan(this, operationName, callable)
}

/** Carries client id, group id and poll time of this polled record over to one that was built from it. */
public fun ConsumerRecord<*, *>.copyHiddenState(to: ConsumerRecord<*, *>): Unit =
    KafkaInstrumentation.copyHiddenState(this, to)
