package kamon.instrumentation.kafka

import kamon.Kamon
import kamon.context.BinaryPropagation
import kamon.context.Context
import kamon.instrumentation.kafka.testbed.ReportedSpan
import kamon.instrumentation.kafka.testbed.SpanCollector
import kamon.instrumentation.kafka.testbed.SpanLifecycle
import kamon.tag.Lookups
import kamon.trace.Identifier
import kamon.trace.Span
import kamon.trace.Trace
import org.apache.kafka.clients.consumer.ConsumerRecord
import org.assertj.core.api.Assertions.assertThat
import org.junit.jupiter.api.extension.AfterEachCallback
import org.junit.jupiter.api.extension.BeforeEachCallback
import org.junit.jupiter.api.extension.ExtensionContext
import java.io.ByteArrayOutputStream
import java.time.Duration

/** A real Kamon with a real reporter; after each test every span was finished, and none came unasked for. */
class Tracing :
    BeforeEachCallback,
    AfterEachCallback {
    override fun beforeEach(test: ExtensionContext) {
        SPANS.clear()
        SpanLifecycle.reset()
    }

    override fun afterEach(test: ExtensionContext) {
        if (test.executionException.isEmpty) {
            Kamon.spanBuilder("sentinel").ignoreParentFromContext().start().finish()
            assertThat(next().name).isEqualTo("sentinel")
            assertThat(SpanLifecycle.finished()).isEqualTo(SpanLifecycle.started())
            assertThat(Kamon.currentContext().isEmpty).isTrue()
        }
    }

    companion object {
        private val PATIENCE = Duration.ofSeconds(60)
        private val SPANS = SpanCollector()

        init {
            Kamon.init()
            Kamon.addReporter("tests", SPANS)
        }

        fun next(): ReportedSpan = SPANS.next(PATIENCE)

        fun next(n: Int): List<ReportedSpan> = SPANS.await(n, PATIENCE)

        fun tag(context: Context = Kamon.currentContext()): String? = context.getTag(Lookups.plain("tenant"))

        /** Sent within the span of the given number, by the tenant of that number. */
        fun record(number: Int): ConsumerRecord<String, String> {
            val scheme = Kamon.identifierScheme()
            val trace = Trace.create(scheme.traceIdFactory().from(spanId(number + 1000)), SAMPLE)
            val span: Span = Span.Remote(scheme.spanIdFactory().from(spanId(number)), Identifier.Empty(), trace)
            val kctx = ByteArrayOutputStream()
            Kamon.defaultBinaryPropagation().write(
                Context.of(Span.Key(), span).withTag("tenant", number.toString()),
                object : BinaryPropagation.ByteStreamWriter {
                    override fun write(bytes: ByteArray) = kctx.writeBytes(bytes)

                    override fun write(
                        bytes: ByteArray,
                        offset: Int,
                        count: Int,
                    ) = kctx.write(bytes, offset, count)

                    override fun write(byte: Int) = kctx.write(byte)
                },
            )
            return ConsumerRecord("orders", 0, number.toLong(), "key", "value").apply {
                headers().add("kctx", kctx.toByteArray())
            }
        }

        fun spanId(number: Int): String = "%016x".format(number)

        // Kotlin has no name for an object of Scala in a trait's companion.
        private val SAMPLE =
            Class.forName("kamon.trace.Trace\$SamplingDecision\$Sample\$").getField("MODULE\$").get(null)
                as Trace.SamplingDecision
    }
}
