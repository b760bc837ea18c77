package kamon.instrumentation.kafka.scaladsl

import kamon.instrumentation.kafka.scaladsl.internal.AkkaAround
import org.apache.kafka.clients.consumer.ConsumerRecord
import akka.stream.scaladsl.{BidiFlow, Flow, Keep}

/** Consumer spans in Akka streams. */
object AkkaConsumerSpans {

  /**
    * A flow whose elements each have a consumer span from where they enter to where they leave. The flow inside works on
    * them by [[InSpan.map]] and [[InSpan.mapAsync]]:
    * {{{
    * val bills = Flow[InSpan[CommittableMessage[String, String]]].mapAsync(8)(_.mapAsync(bill))
    * messages.via(AkkaConsumerSpans.around(bills)(_.record)).via(Committer.flow(settings))
    * }}}
    * When the stream fails, so do the spans of what is in it.
    *
    * @param record how to find the record of an element
    */
  def around[A, B, M](
    flow: Flow[InSpan[A], InSpan[B], M],
    operationName: String = KafkaInstrumentation.ConsumerProcess
  )(record: A => ConsumerRecord[_, _]): Flow[A, B, M] =
    BidiFlow.fromGraph(new AkkaAround[A, B](operationName, record)).joinMat(flow)(Keep.right)
}
