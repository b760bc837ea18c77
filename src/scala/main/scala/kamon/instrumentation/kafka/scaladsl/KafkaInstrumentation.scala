package kamon.instrumentation.kafka.scaladsl

import java.lang.{Iterable => JavaIterable}
import java.util.ArrayList
import java.util.concurrent.{CompletableFuture, CompletionStage}

import kamon.context.Context
import kamon.instrumentation.kafka.KafkaInstrumentation.ThrowingCallable
import kamon.instrumentation.kafka.scaladsl.internal.SameThread
import kamon.instrumentation.kafka.{ConsumerSpanScope, KafkaInstrumentation => Library}
import kamon.trace.Span
import org.apache.kafka.clients.consumer.ConsumerRecord
import org.apache.kafka.common.header.Headers

import scala.concurrent.Future
import scala.util.control.ControlThrowable
import scala.util.{Failure, Success}

/**
  * Spans for consumed records, in Scala. It is the library's `kamon.instrumentation.kafka.KafkaInstrumentation`, with
  * the names and arguments of Kamon's own `kamon.instrumentation.kafka.client.KafkaInstrumentation`: what compiles with
  * that compiles with this.
  */
object KafkaInstrumentation {
  private[scaladsl] final val ConsumerProcess = "consumer.process"
  private final val ConsumerProcessBatch = "consumer.process-batch"

  /** The context that a record carries, read from its headers; `Context.Empty` when there is none. */
  def extractContext[K, V](consumerRecord: ConsumerRecord[K, V]): Context =
    Library.extractContext(consumerRecord)

  // Not an overload: Scala 2 would no longer take records.map(extractContext), which it does with Kamon's own.
  /** The context that headers carry; `Context.Empty` when there is none. */
  def extractContextFrom(headers: Headers): Context =
    Library.extractContext(headers)

  /** Writes a context to headers, as a send does. */
  def injectContext(context: Context, headers: Headers): Unit =
    Library.injectContext(context, headers)

  /** `record.context`, after `import KafkaInstrumentation.Syntax`. */
  implicit class Syntax(val cr: ConsumerRecord[_, _]) extends AnyVal {

    /** The context that the record carries, as of `extractContext`. */
    def context: Context = Library.extractContext(cr)
  }

  /** A started span `consumer.process`, which the caller finishes. It is not made current. */
  def consumerSpan(record: ConsumerRecord[_, _]): Span =
    Library.consumerSpan(record)

  /** A started span of the given name, which the caller finishes. It is not made current. */
  def consumerSpan(record: ConsumerRecord[_, _], operationName: String): Span =
    Library.consumerSpan(record, operationName)

  /**
    * Runs a block with the context that the record carries, tags included, and a new consumer span as the current ones.
    * Afterwards the context from before is current again. What the block throws marks the span as failed and reaches
    * the caller, the very same; only a `return` or `break` out of the block is no failure.
    *
    * @param finishSpan false leaves the span open: the block, or what it started, finishes it
    * @return what the block returned
    */
  def runWithConsumerSpan[T](
    record: ConsumerRecord[_, _],
    operationName: String = ConsumerProcess,
    finishSpan: Boolean = true
  )(f: => T): T =
    Library.callWithConsumerSpan(record, operationName, finishSpan, leaving(f)).fold(throw _, identity)

  /**
    * Runs a block that goes on after it has returned. The context of the record and its span are current while the block
    * itself runs, not in what it has started. The span ends with the future, as failed when that has failed.
    *
    * @return the very future that the block returned
    */
  def runWithConsumerSpanAsync[T](record: ConsumerRecord[_, _], operationName: String = ConsumerProcess)(
    block: => Future[T]
  ): Future[T] = {
    var future: Future[T] = null
    val action: ThrowingCallable[CompletionStage[T], RuntimeException] = () => {
      future = block
      stage(future)
    }
    Library.runWithConsumerSpanAsync(record, operationName, action)
    future
  }

  /** The record's context and a new span, current until the scope is closed: for code that no block fits. */
  def enter(record: ConsumerRecord[_, _], operationName: String = ConsumerProcess): ConsumerSpanScope =
    Library.enter(record, operationName)

  /**
    * Runs a block with one span for all of a batch, such as the `ConsumerRecords` of a poll. It links to each span that
    * sent some of them, or is the child of the only one.
    */
  def runWithBatchSpan[T](records: JavaIterable[_ <: ConsumerRecord[_, _]])(block: => T): T =
    runWithBatchSpan(records, ConsumerProcessBatch)(block)

  /** The same, with a span of the given name. */
  def runWithBatchSpan[T](records: JavaIterable[_ <: ConsumerRecord[_, _]], operationName: String)(block: => T): T =
    Library.callWithBatchSpan(records, operationName, leaving(block)).fold(throw _, identity)

  /** The same, for a collection of Scala. */
  def runWithBatchSpan[T](records: Iterable[ConsumerRecord[_, _]])(block: => T): T =
    runWithBatchSpan(list(records), ConsumerProcessBatch)(block)

  /** The same, for a collection of Scala and with a span of the given name. */
  def runWithBatchSpan[T](records: Iterable[ConsumerRecord[_, _]], operationName: String)(block: => T): T =
    runWithBatchSpan(list(records), operationName)(block)

  /** A started span for a batch, which the caller finishes. It is not made current. */
  def batchSpan(records: JavaIterable[_ <: ConsumerRecord[_, _]]): Span =
    Library.batchSpan(records)

  /** The same, with the given name. */
  def batchSpan(records: JavaIterable[_ <: ConsumerRecord[_, _]], operationName: String): Span =
    Library.batchSpan(records, operationName)

  /** The same, for a collection of Scala. */
  def batchSpan(records: Iterable[ConsumerRecord[_, _]]): Span =
    Library.batchSpan(list(records))

  /** The same, for a collection of Scala and with the given name. */
  def batchSpan(records: Iterable[ConsumerRecord[_, _]], operationName: String): Span =
    Library.batchSpan(list(records), operationName)

  /** Carries client id, group id and poll time of a polled record over to one that was built from it. */
  def copyHiddenState(from: ConsumerRecord[_, _], to: ConsumerRecord[_, _]): Unit =
    Library.copyHiddenState(from, to)

  // How Scala leaves a block early is an exception to the library, which would mark the span as failed.
  private def leaving[T](block: => T): ThrowingCallable[Either[ControlThrowable, T], RuntimeException] = () =>
    try Right(block)
    catch { case control: ControlThrowable => Left(control) }

  private def stage[T](future: Future[T]): CompletionStage[T] =
    if (future == null) null
    else {
      val stage = new CompletableFuture[T]
      future.onComplete {
        case Success(value) => stage.complete(value)
        case Failure(cause) => stage.completeExceptionally(cause)
      }(SameThread)
      stage
    }

  private def list(records: Iterable[ConsumerRecord[_, _]]): ArrayList[ConsumerRecord[_, _]] = {
    val list = new ArrayList[ConsumerRecord[_, _]]
    records.foreach(record => list.add(record))
    list
  }
}
