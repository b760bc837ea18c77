package kamon.instrumentation.kafka.scaladsl

import java.nio.charset.StandardCharsets
import java.nio.file.{Files, Paths}
import java.util.concurrent.{CompletableFuture, TimeUnit}

import kamon.Kamon
import org.apache.kafka.clients.consumer.ConsumerRecord
import org.apache.pekko.NotUsed
import org.apache.pekko.actor.ActorSystem
import org.apache.pekko.stream.scaladsl.{Flow, Sink, Source}
import org.junit.jupiter.api.Assertions._
import org.junit.jupiter.api.extension.ExtendWith
import org.junit.jupiter.api.{AfterAll, Test}

import scala.concurrent.ExecutionContext.Implicits.global
import scala.concurrent.duration._
import scala.concurrent.{Await, Future, Promise}

@ExtendWith(Array(classOf[Tracing]))
class ConsumerSpansTest {
  import ConsumerSpansTest._

  @Test def each_element_has_its_own_context_behind_map_async(): Unit = {
    val flow = records
      .mapAsync(8)(_.mapAsync(record => later(record, seen(record.offset))))
      .map(_.map(_ :+ Tracing.tag("tenant")))
      .mapAsyncUnordered(8)(in => later(in, in).map(_.map(_ :+ Kamon.currentSpan().id.string)))
    val elements = run(Source(1 to 64).map(Tracing.record), flow)
    assertEquals((1 to 64).toSet, elements.map(_.head.toInt).toSet)
    val spans = Tracing.next(64).map(span => span.spanId -> span).toMap
    elements.foreach { case Seq(number, tenant, spanWhenStarted, tenantBehind, spanBehind) =>
      assertEquals(List.fill(2)(number), List(tenant, tenantBehind))
      assertEquals(spanWhenStarted, spanBehind)
      val span = spans(spanBehind)
      assertEquals(Tracing.spanId(number.toInt), span.parentId)
      assertEquals(number.toLong, span.tags.get("kafka.offset"))
      assertEquals("bill", span.name)
      assertFalse(span.error)
    }
  }

  @Test def failed_element_fails_its_span_and_the_stream_those_that_are_in_it(): Unit = {
    val others = Promise[Int]()
    val flow = records.mapAsync(8)(_.mapAsync { record =>
      if (record.offset == 4) later(record, ()).map(_ => throw new IllegalStateException("fourth")) else others.future
    })
    val result = source(Source(1 to 4).map(Tracing.record), flow).runWith(Sink.seq)
    val caught = assertThrows(classOf[IllegalStateException], () => Await.result(result, Patience))
    val spans = Tracing.next(4)
    others.success(1)
    assertEquals("fourth", caught.getMessage)
    assertEquals(List.fill(4)("fourth"), spans.map(_.tags.get("error.message")))
    assertEquals((1 to 4).map(Tracing.spanId).toSet, spans.map(_.parentId).toSet)
  }

  @Test def stream_that_is_cancelled_ends_its_spans(): Unit = {
    val first = new FirstOfTwo
    val taken = source(Source(1 to 2).map(Tracing.record), first.flow).take(1).runWith(Sink.seq)
    assertEquals(Seq(1), Await.result(taken, Patience))
    val spans = Tracing.next(2)
    first.others.success(2)
    assertEquals((1 to 2).map(Tracing.spanId), spans.map(_.parentId))
    assertEquals(0, spans.count(_.error))
  }

  @Test def stage_behind_that_fails_fails_the_spans_of_what_is_on_its_way(): Unit = {
    val first = new FirstOfTwo
    val failing = source(Source(1 to 2).map(Tracing.record), first.flow)
      .map(_ => throw new IllegalStateException("behind"))
      .runWith(Sink.ignore)
    assertThrows(classOf[IllegalStateException], () => Await.result(failing, Patience))
    val spans = Tracing.next(2)
    first.others.success(2)
    assertEquals((1 to 2).map(Tracing.spanId), spans.map(_.parentId))
    assertEquals(List(null, "behind"), spans.map(_.tags.get("error.message")))
  }

  @Test def dropped_elements_end_their_spans(): Unit = {
    val flow = records.filter(in => in.value.offset != 2 || in.drop()).map(_.map(_.offset))
    assertEquals(Seq(1L, 3L), run(Source(1 to 3).map(Tracing.record), flow))
    assertEquals((1 to 3).map(Tracing.spanId), Tracing.next(3).map(_.parentId))
  }

  @Test def elements_that_were_dropped_without_a_word_end_with_the_stream(): Unit = {
    val flow = records.filter(_.value.offset != 2).map(_.map(_.offset))
    assertEquals(Seq(1L, 3L), run(Source(1 to 3).map(Tracing.record), flow))
    // The second is the last.
    assertEquals(List(1, 3, 2).map(Tracing.spanId), Tracing.next(3).map(_.parentId))
  }

  @Test def element_is_found_where_it_holds_its_record(): Unit = {
    val messages = Flow[InSpan[(ConsumerRecord[String, String], String)]].map(_.map(_._2))
    val flow = PekkoConsumerSpans.around(messages)(_._1)
    val offsets = Source.single(Tracing.record(1) -> "offset").via(flow).runWith(Sink.seq)
    assertEquals(Seq("offset"), Await.result(offsets, Patience))
    assertEquals("consumer.process", Tracing.next().name)
  }

  @Test def each_run_of_a_flow_is_its_own(): Unit = {
    val waiting = Promise[Int]()
    val flow = PekkoConsumerSpans.around(
      records.mapAsync(1)(_.mapAsync(record => if (record.offset == 1) waiting.future else Future(2)))
    )(identity)
    val first = Source.single(Tracing.record(1)).via(flow).runWith(Sink.seq)
    assertEquals(Seq(2), Await.result(Source.single(Tracing.record(2)).via(flow).runWith(Sink.seq), Patience))
    assertEquals(Tracing.spanId(2), Tracing.next().parentId)
    waiting.success(1)
    assertEquals(Seq(1), Await.result(first, Patience))
    assertEquals(Tracing.spanId(1), Tracing.next().parentId)
  }

  @Test def span_without_a_stream_ends_once(): Unit = {
    val in = InSpan.start(Tracing.record(1))(identity)
    assertEquals("1", in.map(_ => Tracing.tag("tenant")).finish())
    assertEquals("value", in.finish().value)
    assertFalse(in.drop())
    assertEquals("consumer.process", Tracing.next().name)
  }

  @Test def akka_has_the_same_code(): Unit =
    for (file <- List("PekkoConsumerSpans", "internal/PekkoAround")) {
      def code(name: String) = new String(
        Files.readAllBytes(Paths.get(s"../main/scala/kamon/instrumentation/kafka/scaladsl/$name.scala")),
        StandardCharsets.UTF_8
      )
      assertEquals(
        code(file).replace("org.apache.pekko", "akka").replace("Pekko", "Akka"),
        code(file.replace("Pekko", "Akka"))
      )
    }

  @Test def akka_runs_it(): Unit = {
    import akka.stream.scaladsl.{Flow, Sink, Source}
    implicit val system: akka.actor.ActorSystem = akka.actor.ActorSystem("akka")
    try {
      val flow = Flow[InSpan[ConsumerRecord[String, String]]]
        .mapAsync(8)(_.mapAsync(record => later(record, record.offset)))
        .map(_.map(offset => offset -> Tracing.tag("tenant").toLong))
      val pairs = Source(1 to 64).map(Tracing.record).via(AkkaConsumerSpans.around(flow)(identity)).runWith(Sink.seq)
      assertEquals((1L to 64L).map(n => n -> n), Await.result(pairs, Patience))
      assertEquals((1 to 64).map(Tracing.spanId).toSet, Tracing.next(64).map(_.parentId).toSet)
    } finally Await.ready(system.terminate(), Patience)
  }

  private def seen(offset: Long): Seq[String] =
    Seq(offset.toString, Tracing.tag("tenant"), Kamon.currentSpan().id.string)

  private def source[A](
    all: Source[ConsumerRecord[String, String], NotUsed],
    flow: Flow[InSpan[ConsumerRecord[String, String]], InSpan[A], NotUsed]
  ): Source[A, NotUsed] =
    all.via(PekkoConsumerSpans.around(flow, "bill")(identity))

  private def run[A](
    all: Source[ConsumerRecord[String, String], NotUsed],
    flow: Flow[InSpan[ConsumerRecord[String, String]], InSpan[A], NotUsed]
  ): Seq[A] =
    Await.result(source(all, flow).runWith(Sink.seq), Patience)
}

object ConsumerSpansTest {
  private val Patience: FiniteDuration = 60.seconds
  private implicit val system: ActorSystem = ActorSystem("pekko")

  private def records = Flow[InSpan[ConsumerRecord[String, String]]]

  /** The first leaves when the second is in, which stays. */
  private final class FirstOfTwo {
    val others = Promise[Int]()
    private val entered = Promise[Int]()

    val flow: Flow[InSpan[ConsumerRecord[String, String]], InSpan[Int], NotUsed] =
      records.mapAsync(2)(_.mapAsync(record =>
        if (record.offset == 1) entered.future
        else {
          entered.success(1)
          others.future
        }
      ))
  }

  /** A value that comes from another thread, in another order. */
  private def later[A](key: Any, value: A): Future[A] = {
    val promise = Promise[A]()
    val delay = (key.hashCode & 7).toLong
    CompletableFuture
      .delayedExecutor(delay, TimeUnit.MILLISECONDS)
      .execute(() => promise.success(value))
    promise.future
  }

  @AfterAll def close(): Unit = Await.ready(system.terminate(), Patience)
}
