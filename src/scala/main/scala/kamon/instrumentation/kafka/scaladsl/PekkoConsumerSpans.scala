package kamon.instrumentation.kafka.scaladsl

import org.apache.kafka.clients.consumer.ConsumerRecord
import org.apache.pekko.stream.SubscriptionWithCancelException.NonFailureCancellation
import org.apache.pekko.stream.scaladsl.{BidiFlow, Flow, Keep}
import org.apache.pekko.stream.stage.{GraphStage, GraphStageLogic, InHandler, OutHandler}
import org.apache.pekko.stream.{Attributes, BidiShape, Inlet, Outlet}

/** Consumer spans in Pekko streams. */
object PekkoConsumerSpans {

  /**
    * A flow whose elements each have a consumer span from where they enter to where they leave. The flow inside works on
    * them by [[InSpan.map]] and [[InSpan.mapAsync]]:
    * {{{
    * val bills = Flow[InSpan[CommittableMessage[String, String]]].mapAsync(8)(_.mapAsync(bill))
    * messages.via(PekkoConsumerSpans.around(bills)(_.record)).via(Committer.flow(settings))
    * }}}
    * When the stream fails, so do the spans of what is in it.
    *
    * @param record how to find the record of an element
    */
  def around[A, B, M](
    flow: Flow[InSpan[A], InSpan[B], M],
    operationName: String = KafkaInstrumentation.ConsumerProcess
  )(record: A => ConsumerRecord[_, _]): Flow[A, B, M] =
    BidiFlow.fromGraph(new Around[A, B](operationName, record)).joinMat(flow)(Keep.right)

  private final class Around[A, B](operationName: String, record: A => ConsumerRecord[_, _])
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
}
