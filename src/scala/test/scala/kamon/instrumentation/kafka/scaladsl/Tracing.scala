package kamon.instrumentation.kafka.scaladsl

import java.io.ByteArrayOutputStream
import java.time.Duration

import kamon.Kamon
import kamon.context.BinaryPropagation.ByteStreamWriter
import kamon.context.Context
import kamon.instrumentation.kafka.testbed.{ReportedSpan, SpanCollector, SpanLifecycle}
import kamon.tag.Lookups
import kamon.trace.{Identifier, Span, Trace}
import org.apache.kafka.clients.consumer.ConsumerRecord
import org.junit.jupiter.api.Assertions.{assertEquals, assertTrue}
import org.junit.jupiter.api.extension.{AfterEachCallback, BeforeEachCallback, ExtensionContext}

import scala.annotation.nowarn
import scala.collection.mutable.ArrayBuffer

/** A real Kamon with a real reporter; after each test every span was finished, and none came unasked for. */
final class Tracing extends BeforeEachCallback with AfterEachCallback {
  override def beforeEach(test: ExtensionContext): Unit = {
    Tracing.begin
    Tracing.Spans.clear()
    SpanLifecycle.reset()
  }

  override def afterEach(test: ExtensionContext): Unit =
    if (!test.getExecutionException.isPresent) {
      Kamon.spanBuilder("sentinel").ignoreParentFromContext().start().finish()
      assertEquals("sentinel", Tracing.next().name)
      assertEquals(SpanLifecycle.started, SpanLifecycle.finished)
      assertTrue(Kamon.currentContext().isEmpty())
    }
}

object Tracing {
  private val Patience = Duration.ofSeconds(60)
  private val Spans = new SpanCollector

  @nowarn // Kamon 2.2 has no other way to register a reporter
  private lazy val begin: Unit = {
    Kamon.init()
    Kamon.registerModule("tests", Spans)
  }

  def next(): ReportedSpan = Spans.next(Patience)

  def next(n: Int): Seq[ReportedSpan] = {
    val spans = ArrayBuffer.empty[ReportedSpan]
    Spans.await(n, Patience).forEach(span => spans += span)
    spans.toList
  }

  def tag(name: String): String = Kamon.currentContext().getTag(Lookups.plain(name))

  /** Sent within the span of the given number, by the tenant of that number. */
  def record(number: Int): ConsumerRecord[String, String] = {
    val span = new Span.Remote(
      Kamon.identifierScheme.spanIdFactory.from(spanId(number)),
      Identifier.Empty,
      Trace(Kamon.identifierScheme.traceIdFactory.from(spanId(number + 1000)), Trace.SamplingDecision.Sample)
    )
    val kctx = new ByteArrayOutputStream
    Kamon
      .defaultBinaryPropagation()
      .write(Context.of(Span.Key, span: Span).withTag("tenant", number.toString), ByteStreamWriter.of(kctx))
    val record = recordWithoutContext(number)
    record.headers.add("kctx", kctx.toByteArray)
    record
  }

  def recordWithoutContext(number: Int): ConsumerRecord[String, String] =
    new ConsumerRecord("orders", 0, number.toLong, "key", "value")

  def spanId(number: Int): String = f"$number%016x"
}
