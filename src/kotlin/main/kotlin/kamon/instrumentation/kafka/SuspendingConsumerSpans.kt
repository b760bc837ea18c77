package kamon.instrumentation.kafka

import kamon.Kamon
import kamon.context.Context
import kamon.context.Storage
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.ThreadContextElement
import kotlinx.coroutines.withContext
import org.apache.kafka.clients.consumer.ConsumerRecord
import java.util.concurrent.CompletableFuture
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
    val end = CompletableFuture<Unit>()
    lateinit var context: Context
    runWithConsumerSpanAsync(operationName) {
        context = Kamon.currentContext()
        end
    }
    try {
        return withContext(CurrentContext(context), block).also { end.complete(Unit) }
    } catch (failure: Throwable) {
        end.completeExceptionally(failure)
        throw failure
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
