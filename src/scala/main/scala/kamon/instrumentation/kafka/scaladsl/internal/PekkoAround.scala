package kamon.instrumentation.kafka.scaladsl.internal

import kamon.instrumentation.kafka.scaladsl.InSpan
import org.apache.kafka.clients.consumer.ConsumerRecord
import org.apache.pekko.stream.SubscriptionWithCancelException.NonFailureCancellation
import org.apache.pekko.stream.stage.{GraphStage, GraphStageLogic, InHandler, OutHandler}
import org.apache.pekko.stream.{Attributes, BidiShape, Inlet, Outlet}

/** Starts a span for what enters a flow, and ends it when it leaves, or with the stream. */
private[scaladsl] final class PekkoAround[A, B](operationName: String, record: A => ConsumerRecord[_, _])
    extends GraphStage[BidiShape[A, InSpan[A], InSpan[B], B]] {
  private val in = Inlet[A]("ConsumerSpans.in")
  private val started = Outlet[InSpan[A]]("ConsumerSpans.started")
  private val done = Inlet[InSpan[B]]("ConsumerSpans.done")
  private val out = Outlet[B]("ConsumerSpans.out")
  override val shape: BidiShape[A, InSpan[A], InSpan[B], B] = BidiShape(in, started, done, out)

  override def createLogic(attributes: Attributes): GraphStageLogic = new GraphStageLogic(shape) {
    private val spans = new OpenSpans
    private var failure: Option[Throwable] = None

    private object Entrance extends InHandler with OutHandler {
      override def onPush(): Unit = {
        val element = grab(in)
        push(started, InSpan.start(element, record(element), operationName, spans))
      }
      override def onPull(): Unit = pull(in)
      override def onUpstreamFinish(): Unit = complete(started)
      override def onUpstreamFailure(cause: Throwable): Unit = fail(started, cause)
      override def onDownstreamFinish(cause: Throwable): Unit = cancel(in, cause)
    }

    private object Exit extends InHandler with OutHandler {
      override def onPush(): Unit = push(out, grab(done).finish())
      override def onPull(): Unit = pull(done)
      override def onUpstreamFinish(): Unit = complete(out)
      override def onUpstreamFailure(cause: Throwable): Unit = {
        failure = Some(cause)
        fail(out, cause)
      }
      override def onDownstreamFinish(cause: Throwable): Unit = {
        if (!cause.isInstanceOf[NonFailureCancellation]) failure = Some(cause)
        cancel(done, cause)
      }
    }

    setHandlers(in, started, Entrance)
    setHandlers(done, out, Exit)

    override def postStop(): Unit = spans.end(failure)
  }
}
