package kamon.instrumentation.kafka.scaladsl

import java.io.IOException
import java.util.Arrays

import kamon.Kamon
import kamon.context.Context
import kamon.instrumentation.kafka.scaladsl.KafkaInstrumentation._
import kamon.instrumentation.kafka.testbed.SpanLifecycle
import kamon.tag.Lookups
import kamon.trace.Span
import org.junit.jupiter.api.Assertions._
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.extension.ExtendWith

import scala.concurrent.{Future, Promise}
import scala.util.control.Breaks.{break, breakable}

@ExtendWith(Array(classOf[Tracing]))
class KafkaInstrumentationTest {
  @Test def block_runs_with_the_incoming_context_and_its_span(): Unit = {
    var current: Span = Span.Empty
    runWithConsumerSpan(Tracing.record(7)) {
      current = Kamon.currentSpan()
      assertEquals("7", Tracing.tag("tenant"))
    }
    val span = Tracing.next()
    assertEquals("consumer.process", span.name)
    assertEquals("consumer", span.kind)
    assertEquals(Tracing.spanId(7), span.parentId)
    assertEquals(Tracing.spanId(1007), span.traceId)
    assertEquals(current.id.string, span.spanId)
    assertEquals("orders", span.tags.get("kafka.topic"))
    assertFalse(span.error)
  }

  @Test def values_of_all_types_are_the_blocks(): Unit = {
    val text: String = runWithConsumerSpan(Tracing.record(1))("invoice")
    val number: Int = runWithConsumerSpan(Tracing.record(2), "invoice.create")(42)
    val unit: Unit = runWithConsumerSpan(Tracing.record(3), "invoice.create", true)(())
    val list: List[Int] = runWithConsumerSpan(Tracing.record(4), operationName = "invoice.create")(List(1))
    val nothing: Null = runWithConsumerSpan(Tracing.record(5))(null)
    assertEquals((("invoice", 42), ((), List(1), null)), ((text, number), (unit, list, nothing)))
    val names = Tracing.next(5).map(_.name)
    assertEquals(
      List("consumer.process", "invoice.create", "invoice.create", "invoice.create", "consumer.process"),
      names
    )
  }

  @Test def span_stays_open_when_asked_to(): Unit = {
    val open = runWithConsumerSpan(Tracing.record(1), "invoice.create", finishSpan = false)(Kamon.currentSpan())
    val unnamed = runWithConsumerSpan(Tracing.record(2), finishSpan = false)(Kamon.currentSpan())
    assertTrue(Kamon.currentContext().isEmpty())
    unnamed.tag("finished", "by hand").finish()
    assertEquals("by hand", Tracing.next().tags.get("finished"))
    open.finish()
    assertEquals("invoice.create", Tracing.next().name)
  }

  @Test def what_the_block_throws_is_the_callers_and_fails_the_span(): Unit = {
    val thrown = new IOException("disk full")
    val caught = assertThrows(
      classOf[IOException],
      () => {
        val never: Int = runWithConsumerSpan(Tracing.record(1)) {
          if (Kamon.currentSpan().isEmpty) 1 else throw thrown
        }
        fail(never.toString)
      }
    )
    assertSame(thrown, caught)
    val span = Tracing.next()
    assertTrue(span.error)
    assertEquals("disk full", span.tags.get("error.message"))
  }

  @Test def block_that_does_nothing_but_throw_is_one_too(): Unit = {
    val thrown = new IllegalStateException("no")
    assertSame(
      thrown,
      assertThrows(classOf[IllegalStateException], () => runWithConsumerSpan(Tracing.record(1))(throw thrown))
    )
    assertTrue(Tracing.next().error)
  }

  @Test def leaving_a_block_early_is_no_failure(): Unit = {
    breakable {
      runWithConsumerSpan(Tracing.record(1)) {
        break()
      }
    }
    assertFalse(Tracing.next().error)
  }

  @Test def span_of_a_future_ends_with_it(): Unit = {
    val promise = Promise[String]()
    val future = runWithConsumerSpanAsync(Tracing.record(1)) {
      assertEquals("1", Tracing.tag("tenant"))
      promise.future
    }
    assertSame(promise.future, future)
    assertTrue(Kamon.currentContext().isEmpty())
    assertEquals(0, SpanLifecycle.finished)
    promise.success("invoice")
    val span = Tracing.next()
    assertEquals("consumer.process", span.name)
    assertEquals(Tracing.spanId(1), span.parentId)
    assertFalse(span.error)
  }

  @Test def failed_future_and_block_that_throws_fail_the_span(): Unit = {
    val thrown = new IOException("disk full")
    val failed = runWithConsumerSpanAsync(Tracing.record(1), "invoice.create")(Future.failed[String](thrown))
    assertSame(thrown, failed.failed.value.get.get)
    assertSame(
      thrown,
      assertThrows(classOf[IOException], () => runWithConsumerSpanAsync[String](Tracing.record(2))(throw thrown))
    )
    assertNull(runWithConsumerSpanAsync[String](Tracing.record(3))(null))
    val spans = Tracing.next(3)
    assertEquals(List("invoice.create", "consumer.process", "consumer.process"), spans.map(_.name))
    assertEquals(List("disk full", "disk full", null), spans.map(_.tags.get("error.message")))
  }

  @Test def scope_is_current_until_it_is_closed(): Unit = {
    val scope = KafkaInstrumentation.enter(Tracing.record(1), "invoice.create")
    try assertSame(Kamon.currentSpan(), scope.span)
    finally scope.close()
    KafkaInstrumentation.enter(Tracing.record(2)).close()
    assertEquals(List("invoice.create", "consumer.process"), Tracing.next(2).map(_.name))
  }

  @Test def batch_has_one_span_that_links_to_each_sender(): Unit = {
    val records = List(Tracing.record(1), Tracing.record(2))
    val javaRecords = Arrays.asList(Tracing.record(1), Tracing.record(2))
    assertEquals(2, runWithBatchSpan(records)(records.size))
    assertEquals("all", runWithBatchSpan(javaRecords, "orders.import")("all"))
    runWithBatchSpan(records, "orders.import")(())
    runWithBatchSpan(javaRecords)(())
    KafkaInstrumentation.batchSpan(records).finish()
    KafkaInstrumentation.batchSpan(records, "orders.import").finish()
    KafkaInstrumentation.batchSpan(javaRecords).finish()
    KafkaInstrumentation.batchSpan(javaRecords, "orders.import").finish()
    val spans = Tracing.next(8)
    val one = "consumer.process-batch"
    val other = "orders.import"
    assertEquals(List(one, other, other, one, one, other, one, other), spans.map(_.name))
    spans.foreach { span =>
      assertEquals(Set(1, 2).map(Tracing.spanId), span.links.stream.map[String](_.spanId).toArray.toSet)
    }
  }

  @Test def context_goes_into_headers_and_out_again(): Unit = {
    val headers = Tracing.recordWithoutContext(1).headers
    KafkaInstrumentation.injectContext(Context.of("tenant", "acme"), headers)
    assertEquals("acme", KafkaInstrumentation.extractContextFrom(headers).getTag(Lookups.plain("tenant")))
  }

  @Test def spans_that_are_only_started_are_not_current(): Unit = {
    val named = consumerSpan(Tracing.record(1), "invoice.create")
    val unnamed = List(Tracing.record(2)).map(consumerSpan).head
    assertTrue(Kamon.currentSpan().isEmpty)
    named.finish()
    unnamed.finish()
    val spans = Tracing.next(2)
    assertEquals(List("invoice.create", "consumer.process"), spans.map(_.name))
    assertEquals(List(Tracing.spanId(1), Tracing.spanId(2)), spans.map(_.parentId))
  }

  @Test def context_of_a_record_is_read_from_its_headers(): Unit = {
    val record = Tracing.record(3)
    val read = List(record.context, extractContext(record), extractContext(consumerRecord = record)) ++
      List(record).map(extractContext(_)) ++ List(record).map(KafkaInstrumentation.extractContext)
    assertEquals(List.fill(5)("3"), read.map(_.getTag(Lookups.plain("tenant"))))
    assertEquals(List.fill(5)(Tracing.spanId(3)), read.map(_.get(Span.Key).id.string))
    assertSame(Context.Empty, Tracing.recordWithoutContext(1).context)
  }

  @Test def hidden_state_of_records_that_were_not_polled_is_nothing(): Unit = {
    val copy = Tracing.record(2)
    KafkaInstrumentation.copyHiddenState(Tracing.record(1), copy)
    consumerSpan(copy).finish()
    assertFalse(Tracing.next().tags.containsKey("kafka.client-id"))
  }
}
