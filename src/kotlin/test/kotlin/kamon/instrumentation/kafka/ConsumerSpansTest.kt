package kamon.instrumentation.kafka

import kamon.Kamon
import kamon.context.Context
import kamon.instrumentation.kafka.Tracing.Companion.record
import kamon.instrumentation.kafka.Tracing.Companion.spanId
import kamon.trace.Span
import org.apache.kafka.clients.consumer.ConsumerRecords
import org.apache.kafka.common.TopicPartition
import org.apache.kafka.common.header.internals.RecordHeaders
import org.assertj.core.api.Assertions.assertThat
import org.assertj.core.api.Assertions.catchThrowable
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.extension.ExtendWith
import java.io.IOException
import java.util.concurrent.CompletableFuture

@ExtendWith(Tracing::class)
class ConsumerSpansTest {
    @Test
    fun `action runs with the incoming context and its span`() {
        var current: Span? = null
        record(7).runWithConsumerSpan {
            current = Kamon.currentSpan()
            assertThat(Tracing.tag()).isEqualTo("7")
        }
        val span = Tracing.next()
        assertThat(span.name).isEqualTo("consumer.process")
        assertThat(span.kind).isEqualTo("consumer")
        assertThat(span.parentId).isEqualTo(spanId(7))
        assertThat(span.traceId).isEqualTo(spanId(1007))
        assertThat(span.spanId).isEqualTo(current!!.id().string())
        assertThat(span.tags).containsEntry("kafka.topic", "orders").containsEntry("kafka.offset", 7L)
        assertThat(span.error).isFalse()
    }

    @Test
    fun `results of all types are the actions`() {
        val text: String = record(1).callWithConsumerSpan { "invoice" }
        val number: Int = record(2).callWithConsumerSpan("invoice.create") { 42 }
        val nothing: String? = record(3).callWithConsumerSpan("invoice.create", true) { null }
        val referred: Int = record(4).callWithConsumerSpan(action = text::hashCode)
        assertThat(listOf(text, number, nothing, referred)).containsExactly("invoice", 42, null, text.hashCode())
        assertThat(Tracing.next(4).map { it.name })
            .containsExactly("consumer.process", "invoice.create", "invoice.create", "consumer.process")
    }

    @Test
    fun `span stays open when asked to`() {
        val open = record(1).callWithConsumerSpan("invoice.create", finishSpan = false) { Kamon.currentSpan() }
        lateinit var second: Span
        record(2).runWithConsumerSpan(finishSpan = false) { second = Kamon.currentSpan() }
        assertThat(Kamon.currentContext().isEmpty).isTrue()
        second.tag("finished", "by hand").finish()
        assertThat(Tracing.next().tags).containsEntry("finished", "by hand")
        open.finish()
        assertThat(Tracing.next().name).isEqualTo("invoice.create")
    }

    @Test
    fun `what the action throws is the callers and fails the span`() {
        val thrown = IOException("disk full")
        val actions =
            listOf<() -> Unit>(
                { record(1).runWithConsumerSpan { throw thrown } },
                { record(1).callWithConsumerSpan<Int> { throw thrown } },
            )
        for (action in actions) {
            assertThat(catchThrowable(action)).isSameAs(thrown)
            val span = Tracing.next()
            assertThat(span.error).isTrue()
            assertThat(span.tags).containsEntry("error.message", "disk full")
        }
    }

    @Test
    fun `span that is only started is not current`() {
        val spans = listOf(record(1).consumerSpan(), record(2).consumerSpan("invoice.create"))
        assertThat(Kamon.currentSpan().isEmpty).isTrue()
        spans.forEach { it.finish() }
        val reported = Tracing.next(2)
        assertThat(reported.map { it.name }).containsExactly("consumer.process", "invoice.create")
        assertThat(reported.map { it.parentId }).containsExactly(spanId(1), spanId(2))
    }

    @Test
    fun `span of a stage ends with it`() {
        val stage = CompletableFuture<String>()
        val returned: CompletableFuture<String> =
            record(1).runWithConsumerSpanAsync("invoice.create") {
                assertThat(Tracing.tag()).isEqualTo("1")
                stage
            }
        assertThat(returned).isSameAs(stage)
        assertThat(Kamon.currentContext().isEmpty).isTrue()
        stage.completeExceptionally(IOException("disk full"))
        val span = Tracing.next()
        assertThat(span.name).isEqualTo("invoice.create")
        assertThat(span.tags).containsEntry("error.message", "disk full")
    }

    @Test
    fun `scope is current until it is closed`() {
        record(1).enter("invoice.create").use { assertThat(Kamon.currentSpan()).isSameAs(it.span()) }
        record(2).enter().close()
        assertThat(Tracing.next(2).map { it.name }).containsExactly("invoice.create", "consumer.process")
    }

    @Test
    fun `batch has one span that links to each sender`() {
        val records = listOf(record(1), record(2))
        val polled = ConsumerRecords(mapOf(TopicPartition("orders", 0) to records), emptyMap())
        assertThat(records.callWithBatchSpan { Kamon.currentSpan().isEmpty }).isFalse()
        polled.runWithBatchSpan("orders.import") { records.size }
        polled.batchSpan().finish()
        val spans = Tracing.next(3)
        assertThat(spans.map { it.name })
            .containsExactly("consumer.process-batch", "orders.import", "consumer.process-batch")
        assertThat(spans).allSatisfy({ span ->
            assertThat(span.links.map { it.spanId() }).containsExactlyInAnyOrder(spanId(1), spanId(2))
        })
    }

    @Test
    fun `context goes into headers and out again`() {
        val headers = RecordHeaders()
        headers.injectContext(Context.of("tenant", "acme"))
        assertThat(Tracing.tag(headers.extractContext())).isEqualTo("acme")
    }

    @Test
    fun `context of a record is read from its headers`() {
        val context = record(3).extractContext()
        assertThat(Tracing.tag(context)).isEqualTo("3")
        assertThat(context.get(Span.Key()).id().string()).isEqualTo(spanId(3))
    }

    @Test
    fun `hidden state of a record that was not polled is nothing`() {
        val copy = record(2)
        record(1).copyHiddenState(copy)
        copy.consumerSpan().finish()
        assertThat(Tracing.next().tags).doesNotContainKey("kafka.client-id")
    }
}
