package kamon.instrumentation.kafka.docs

import kamon.instrumentation.kafka.Tracing
import kamon.instrumentation.kafka.Tracing.Companion.record
import kamon.instrumentation.kafka.Tracing.Companion.spanId
import kamon.instrumentation.kafka.callWithConsumerSpan
import kamon.instrumentation.kafka.runWithConsumerSpan
import kamon.instrumentation.kafka.withConsumerSpan
import kotlinx.coroutines.delay
import kotlinx.coroutines.runBlocking
import org.apache.kafka.clients.consumer.Consumer
import org.apache.kafka.clients.consumer.ConsumerRecord
import org.apache.kafka.clients.consumer.MockConsumer
import org.apache.kafka.common.TopicPartition
import org.assertj.core.api.Assertions.assertThat
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.extension.ExtendWith
import java.time.Duration

/** The examples of README and docs in Kotlin, between "example" and "end". */
@ExtendWith(Tracing::class)
class ExamplesTest {
    private val processed = mutableListOf<String?>()

    @Test
    fun `consumer loop has a span for each record`() {
        val partition = TopicPartition("orders", 0)
        val consumer = MockConsumer<String, String>("earliest")
        consumer.assign(listOf(partition))
        consumer.updateBeginningOffsets(mapOf(partition to 0L))
        consumer.addRecord(record(0))
        consumer.addRecord(record(1))
        poll(consumer)
        assertThat(processed).containsExactly("0", "1")
        assertThat(Tracing.next(2).map { it.parentId }).containsExactly(spanId(0), spanId(1))
    }

    private fun poll(consumer: Consumer<String, String>) {
        // example: loop
        for (record in consumer.poll(Duration.ofMillis(100))) {
            record.runWithConsumerSpan { process(record) }
        }
        // end
    }

    @Test
    fun `result of the action is the callers`() {
        val record = record(1)
        // example: result
        val invoice = record.callWithConsumerSpan("invoice.create") { bill(record) }
        // end
        assertThat(invoice).isEqualTo("invoice for 1")
        assertThat(Tracing.next().name).isEqualTo("invoice.create")
    }

    @Test
    fun `block that suspends keeps its context`() {
        runBlocking { processLater(record(1)) }
        assertThat(processed).containsExactly("1")
        assertThat(Tracing.next().parentId).isEqualTo(spanId(1))
    }

    // example: suspend
    suspend fun processLater(record: ConsumerRecord<String, String>) =
        record.withConsumerSpan {
            delay(10)
            process(record)
        }
    // end

    private fun process(record: ConsumerRecord<String, String>) {
        assertThat(Tracing.tag()).isEqualTo(record.offset().toString())
        processed += Tracing.tag()
    }

    private fun bill(record: ConsumerRecord<String, String>) = "invoice for ${record.offset()}"
}
