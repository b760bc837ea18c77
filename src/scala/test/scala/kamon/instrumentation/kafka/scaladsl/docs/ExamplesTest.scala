package kamon.instrumentation.kafka.scaladsl.docs

import java.time.Duration
import java.util.Collections

import kamon.Kamon
import kamon.instrumentation.kafka.scaladsl.{InSpan, KafkaInstrumentation, PekkoConsumerSpans, Tracing}
import kamon.tag.Lookups
import org.apache.kafka.clients.consumer.{Consumer, ConsumerRecord, MockConsumer}
import org.apache.kafka.common.TopicPartition
import org.apache.pekko.actor.ActorSystem
import org.apache.pekko.stream.scaladsl.{Flow, Sink, Source}
import org.junit.jupiter.api.Assertions._
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.extension.ExtendWith

import scala.concurrent.duration.DurationInt
import scala.concurrent.{Await, Future}

/** The examples of README and docs in Scala, between "example" and "end". */
@ExtendWith(Array(classOf[Tracing]))
class ExamplesTest {
  private var processed = List.empty[String]

  @Test def consumer_loop_has_a_span_for_each_record(): Unit = {
    val consumer = new MockConsumer[String, String]("earliest")
    val partition = new TopicPartition("orders", 0)
    consumer.assign(Collections.singletonList(partition))
    consumer.updateBeginningOffsets(Collections.singletonMap(partition, java.lang.Long.valueOf(0)))
    consumer.addRecord(Tracing.record(0))
    consumer.addRecord(Tracing.record(1))
    poll(consumer)
    assertEquals(List("0", "1"), processed)
    assertEquals(List(0, 1).map(Tracing.spanId), Tracing.next(2).map(_.parentId))
  }

  private def poll(consumer: Consumer[String, String]): Unit =
    // example: loop
    consumer.poll(Duration.ofMillis(100)).forEach { record =>
      KafkaInstrumentation.runWithConsumerSpan(record) {
        process(record)
      }
    }
    // end

  @Test def future_ends_the_span(): Unit = {
    val record = Tracing.record(1)
    // example: async
    val invoice: Future[String] =
      KafkaInstrumentation.runWithConsumerSpanAsync(record, "invoice.create") {
        billLater(record)
      }
    // end
    assertEquals("invoice for 1", Await.result(invoice, 20.seconds))
    assertEquals("invoice.create", Tracing.next().name)
  }

  @Test def stream_has_a_span_for_each_element(): Unit = {
    implicit val system: ActorSystem = ActorSystem("examples")
    val messages = Source(1 to 20).map(number => Message(Tracing.record(number), number))
    // example: stream
    val bills = Flow[InSpan[Message]]
      .mapAsync(8)(_.mapAsync(message => billLater(message.record).map(_ => message.offset)(system.dispatcher)))
      .map(_.map { offset => audit(offset); offset })

    val offsets = messages.via(PekkoConsumerSpans.around(bills, "invoice.create")(_.record))
    // end
    try assertEquals(1 to 20, Await.result(offsets.runWith(Sink.seq), 20.seconds))
    finally Await.ready(system.terminate(), 20.seconds)
    assertEquals((1 to 20).map(_.toString), processed)
    assertEquals((1 to 20).map(Tracing.spanId).toSet, Tracing.next(20).map(_.parentId).toSet)
  }

  private case class Message(record: ConsumerRecord[String, String], offset: Int)

  private def process(record: ConsumerRecord[String, String]): Unit =
    audit(record.offset)

  private def audit(offset: Long): Unit = {
    assertEquals(offset.toString, Kamon.currentContext().getTag(Lookups.plain("tenant")))
    processed = processed :+ offset.toString
  }

  private def billLater(record: ConsumerRecord[String, String]): Future[String] =
    Future(s"invoice for ${record.offset}")(scala.concurrent.ExecutionContext.global)
}
