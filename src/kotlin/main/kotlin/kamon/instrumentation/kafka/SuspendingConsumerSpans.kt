package kamon.instrumentation.kafka

import kamon.Kamon
import kamon.context.Context
import kamon.context.Storage
import kamon.trace.Span
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.ThreadContextElement
import kotlinx.coroutines.withContext
import org.apache.kafka.clients.consumer.ConsumerRecord
import kotlin.coroutines.AbstractCoroutineContextElement
import kotlin.coroutines.CoroutineContext

/**
 * Calls a block that suspends with the context that the record carries, tags included, and a new consumer span as the
 * current ones: on each thread that the block, or what it launches, goes on with. The span ends with the block and all
 * that it launched. A failure or a cancellation marks it as failed.
 *
 * It needs kotlinx-coroutines 1.8 or newer on the class path.
 *
 * @return what the block returned
 */
public suspend fun <T> ConsumerRecord<*, *>.withConsumerSpan(
    operationName: String = CONSUMER_PROCESS,
    block: suspend CoroutineScope.() -> T,
): T {
    val before = Kamon.currentSpan()
    val context = callWithConsumerSpan(operationName, finishSpan = false) { Kamon.currentContext() }
    // A span of somebody else, where none was started, is theirs to finish.
    val span = context.get(Span.Key()).takeIf { it !== before }
    try {
        return withContext(CurrentContext(context), block)
    } catch (failure: Throwable) {
        span?.fail(failure)
        throw failure
    } finally {
        span?.finish()
    }
}

/** Makes a context current where a coroutine goes on, and the thread's own where it stops. */
private class CurrentContext(
    private val context: Context,
) : AbstractCoroutineContextElement(Key),
    ThreadContextElement<Storage.Scope> {
    companion object Key : CoroutineContext.Key<CurrentContext>

    override fun updateThreadContext(context: CoroutineContext): Storage.Scope = Kamon.storeContext(this.context)

    override fun restoreThreadContext(
        context: CoroutineContext,
        oldState: Storage.Scope,
    ) = oldState.close()
}
