package kamon.instrumentation.kafka.scaladsl

import kamon.context.Context
import kamon.instrumentation.kafka.KafkaInstrumentation.ThrowingCallable
import kamon.instrumentation.kafka.{KafkaInstrumentation => Library}
import kamon.trace.Span
import org.apache.kafka.clients.consumer.ConsumerRecord

import scala.util.control.ControlThrowable

/**
  * Spans for consumed records, in Scala. It is the library's `kamon.instrumentation.kafka.KafkaInstrumentation`, with
  * the names and arguments of Kamon's own `kamon.instrumentation.kafka.client.KafkaInstrumentation`: what compiles with
  * that compiles with this.
  */
object KafkaInstrumentation {
  private[scaladsl] final val ConsumerProcess = "consumer.process"

  /** The context that a record carries, read from its headers; `Context.Empty` when there is none. */
  def extractContext[K, V](record: ConsumerRecord[K, V]): Context =
    Library.extractContext(record)

  /** `record.context`, after `import KafkaInstrumentation.Syntax`. */
  implicit class Syntax(val record: ConsumerRecord[_, _]) extends AnyVal {

    /** The same as [[extractContext]]. */
    def context: Context = Library.extractContext(record)
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
  )(block: => T): T = {
    val action: ThrowingCallable[Either[ControlThrowable, T], RuntimeException] = () => leaving(block)
    Library.callWithConsumerSpan(record, operationName, finishSpan, action).fold(throw _, identity)
  }

  /** Carries client id, group id and poll time of a polled record over to one that was built from it. */
  def copyHiddenState(from: ConsumerRecord[_, _], to: ConsumerRecord[_, _]): Unit =
    Library.copyHiddenState(from, to)

  // How Scala leaves a block early is an exception to the library, which would mark the span as failed.
  private def leaving[T](block: => T): Either[ControlThrowable, T] =
    try Right(block)
    catch { case control: ControlThrowable => Left(control) }
}
