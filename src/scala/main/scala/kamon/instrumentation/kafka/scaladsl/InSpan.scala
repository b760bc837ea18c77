package kamon.instrumentation.kafka.scaladsl

import kamon.context.Context
import kamon.instrumentation.kafka.scaladsl.internal.{OpenSpan, OpenSpans, SameThread}
import org.apache.kafka.clients.consumer.ConsumerRecord

import scala.concurrent.Future
import scala.util.{Failure, Success, Try}

/**
  * A value on its way through a stream, with the context and the consumer span of the record that it comes from. On a
  * thread a context is current for one element and a moment; here each element has its own, behind asynchronous stages,
  * too.
  *
  * The span ends with [[finish]], which the flow operators call for what leaves them, or with the first failure. Finish
  * what you drop: `filter(in => isWanted(in.value) || in.drop())`.
  */
final class InSpan[+A] private (val value: A, work: OpenSpan) {

  /** What the record carried, with the consumer span as its span. */
  def context: Context = work.context

  /** Applies a function with the context as the current one. What it throws ends the span as failed. */
  def map[B](f: A => B): InSpan[B] =
    new InSpan(work.run(f(value)), work)

  /**
    * Starts something asynchronous with the context as the current one. A failure, of the future too, ends the span as
    * failed.
    */
  def mapAsync[B](f: A => Future[B]): Future[InSpan[B]] =
    work.run(f(value)).transform((result: Try[B]) =>
      result match {
        case Success(b) => Success(new InSpan(b, work))
        case Failure(t) =>
          work.fail(t)
          Failure(t)
      }
    )(SameThread)

  /** Ends the span and gives the value. */
  def finish(): A = {
    work.finish()
    value
  }

  /** Ends the span; always false, so that a filter can end with it. */
  def drop(): Boolean = {
    work.finish()
    false
  }
}

object InSpan {

  /** Starts a span for a value's record. It is not made current, and whoever starts it finishes it. */
  def start[A](value: A, operationName: String = KafkaInstrumentation.ConsumerProcess)(
    record: A => ConsumerRecord[_, _]
  ): InSpan[A] =
    new InSpan(value, OpenSpan.start(record(value), operationName))

  private[scaladsl] def start[A](value: A, record: ConsumerRecord[_, _], operationName: String, all: OpenSpans) =
    new InSpan(value, all.start(record, operationName))
}
