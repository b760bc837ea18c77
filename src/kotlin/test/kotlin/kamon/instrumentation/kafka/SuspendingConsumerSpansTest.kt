package kamon.instrumentation.kafka

import kamon.Kamon
import kamon.instrumentation.kafka.Tracing.Companion.record
import kamon.instrumentation.kafka.Tracing.Companion.spanId
import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.CoroutineStart
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.TimeoutCancellationException
import kotlinx.coroutines.async
import kotlinx.coroutines.awaitAll
import kotlinx.coroutines.cancelAndJoin
import kotlinx.coroutines.delay
import kotlinx.coroutines.launch
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.withContext
import kotlinx.coroutines.withTimeout
import kotlinx.coroutines.yield
import org.assertj.core.api.Assertions.assertThat
import org.assertj.core.api.Assertions.catchThrowable
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.extension.ExtendWith
import java.io.IOException

@ExtendWith(Tracing::class)
class SuspendingConsumerSpansTest {
    @Test
    fun `context goes with the block from thread to thread`() {
        runBlocking {
            val result =
                record(7).withConsumerSpan("invoice.create") {
                    val seen = mutableListOf(seen())
                    delay(1)
                    seen += seen()
                    withContext(Dispatchers.IO) { seen += seen() }
                    launch(Dispatchers.Default) { seen += seen() }.join()
                    seen
                }
            assertThat(Kamon.currentContext().isEmpty).isTrue()
            val span = Tracing.next()
            assertThat(span.name).isEqualTo("invoice.create")
            assertThat(span.parentId).isEqualTo(spanId(7))
            assertThat(span.error).isFalse()
            assertThat(result).containsExactly(*Array(4) { "7" to span.spanId })
        }
    }

    @Test
    fun `many at once on few threads keep apart`() {
        val seen =
            runBlocking(Dispatchers.Default) {
                (1..200)
                    .map { number ->
                        async {
                            record(number).withConsumerSpan {
                                val before = seen()
                                if (number % 2 == 0) delay(1) else yield()
                                assertThat(seen()).isEqualTo(before)
                                before
                            }
                        }
                    }.awaitAll()
            }
        assertThat(seen.map { it.first }).isEqualTo((1..200).map { it.toString() })
        val parents = Tracing.next(200).associate { it.spanId to it.parentId }
        assertThat(seen.map { parents[it.second] }).isEqualTo((1..200).map { spanId(it) })
    }

    @Test
    fun `one thread serves others while a block waits`() {
        runBlocking {
            val other = CompletableDeferred<Unit>()
            val waiting =
                launch(start = CoroutineStart.UNDISPATCHED) {
                    record(1).withConsumerSpan {
                        other.await()
                        assertThat(Tracing.tag()).isEqualTo("1")
                    }
                }
            assertThat(Kamon.currentContext().isEmpty).isTrue()
            record(2).runWithConsumerSpan { assertThat(Tracing.tag()).isEqualTo("2") }
            other.complete(Unit)
            waiting.join()
        }
        assertThat(Tracing.next(2).map { it.parentId }).containsExactly(spanId(2), spanId(1))
    }

    @Test
    fun `span ends after all that the block launched`() {
        runBlocking {
            val order = mutableListOf<String>()
            record(1).withConsumerSpan {
                launch {
                    delay(1)
                    order += Tracing.tag() ?: "none"
                }
                order += "block"
            }
            assertThat(order).containsExactly("block", "1")
        }
        assertThat(Tracing.next().error).isFalse()
    }

    @Test
    fun `failure of the block or of what it launched fails the span`() {
        val fromBlock =
            catchThrowable {
                runBlocking {
                    record(1).withConsumerSpan {
                        yield()
                        throw IOException("disk full")
                    }
                }
            }
        assertThat(fromBlock).isInstanceOf(IOException::class.java).hasMessage("disk full")
        val fromChild =
            catchThrowable {
                runBlocking {
                    record(2).withConsumerSpan { launch { throw IOException("disk gone") } }
                }
            }
        assertThat(fromChild).isInstanceOf(IOException::class.java).hasMessage("disk gone")
        assertThat(Tracing.next(2).map { it.tags["error.message"] }).containsExactly("disk full", "disk gone")
    }

    @Test
    fun `cancellation ends the span as failed`() {
        runBlocking {
            val job =
                launch(start = CoroutineStart.UNDISPATCHED) {
                    record(1).withConsumerSpan { CompletableDeferred<Unit>().await() }
                }
            job.cancelAndJoin()
        }
        assertThat(Tracing.next().error).isTrue()
    }

    @Test
    fun `timeout ends the span as failed`() {
        val timeout =
            catchThrowable {
                runBlocking {
                    record(1).withConsumerSpan { withTimeout(1) { CompletableDeferred<Unit>().await() } }
                }
            }
        assertThat(timeout).isInstanceOf(TimeoutCancellationException::class.java)
        assertThat(Tracing.next().error).isTrue()
    }

    @Test
    fun `span of what was cancelled before it began is failed`() {
        runBlocking {
            launch {
                coroutineContext[kotlinx.coroutines.Job]!!.cancel()
                record(1).withConsumerSpan { throw AssertionError("runs") }
            }.join()
        }
        assertThat(Tracing.next().error).isTrue()
    }

    @Test
    fun `one inside another restores the outer one`() {
        runBlocking {
            record(1).withConsumerSpan("outer") {
                record(2).withConsumerSpan("inner") {
                    yield()
                    assertThat(Tracing.tag()).isEqualTo("2")
                }
                assertThat(Tracing.tag()).isEqualTo("1")
                yield()
                assertThat(Tracing.tag()).isEqualTo("1")
            }
        }
        assertThat(Tracing.next(2).map { it.name }).containsExactly("inner", "outer")
    }

    private fun seen() = Tracing.tag() to Kamon.currentSpan().id().string()
}
