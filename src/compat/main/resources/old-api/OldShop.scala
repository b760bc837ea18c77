package shop

import java.time.Duration
import java.util.{Collections, Properties}
import kamon.Kamon
import kamon.context.Context
import kamon.instrumentation.context.HasContext
import kamon.instrumentation.kafka.client.{ConsumedRecordData, KafkaInstrumentation}
import kamon.instrumentation.kafka.client.KafkaInstrumentation.Syntax
import kamon.instrumentation.kafka.compat.program.KamonLife
import kamon.tag.Lookups
import kamon.trace.Span
import org.apache.kafka.clients.consumer.{ConsumerRecord, KafkaConsumer}
import org.apache.kafka.clients.producer.{KafkaProducer, ProducerRecord}
import scala.collection.mutable.ArrayBuffer
import scala.util.control.NonFatal

/** Starts Kamon before there is a class of Kafka's, as its documentation asks for. */
object Main {
  def main(args: Array[String]): Unit = {
    Thread.setDefaultUncaughtExceptionHandler { (_, failure) =>
      failure.printStackTrace()
      System.exit(1)
    }
    KamonLife.begin()
    OldShop.run(args(0), args(1))
    KamonLife.end()
    System.exit(0)
  }
}

/** Every call of the API of Kamon's own Kafka module. */
object OldShop {
  type Record = ConsumerRecord[String, String]

  private val calls: Seq[(String, Record => Any)] = Seq(
    "run" -> { record => KafkaInstrumentation.runWithConsumerSpan(record) { current() } },
    "named" -> { record => KafkaInstrumentation.runWithConsumerSpan(record, "bill") { current() } },
    "unfinished" -> { record =>
      val span = KafkaInstrumentation.runWithConsumerSpan(record, "bill", finishSpan = false) {
        Kamon.currentSpan()
      }
      span.tag("left", "open").finish()
      "span"
    },
    "throws" -> { record =>
      KafkaInstrumentation.runWithConsumerSpan[Unit](record) { throw new IllegalStateException("no stock") }
    },
    "fatal" -> { record =>
      KafkaInstrumentation.runWithConsumerSpan[Unit](record) { throw new InterruptedException("stop") }
    },
    "returns" -> returns,
    "null" -> { record => KafkaInstrumentation.runWithConsumerSpan[String](record) { null } },
    "unit" -> { record => KafkaInstrumentation.runWithConsumerSpan(record) { () } },
    "span" -> { record =>
      KafkaInstrumentation.consumerSpan(record).finish()
      KafkaInstrumentation.consumerSpan(record, "ship").finish()
    },
    "context" -> { record =>
      shown(record.context) + " " + shown(KafkaInstrumentation.extractContext(record))
    },
    "copy" -> { record =>
      val copy = new ConsumerRecord(record.topic, record.partition, record.offset, record.key, record.value)
      val same = KafkaInstrumentation.copyHiddenState(record, copy) eq copy
      KafkaInstrumentation.consumerSpan(copy, "copied").finish()
      same
    },
    "nothing" -> { record =>
      Seq(KafkaInstrumentation.copyHiddenState(null, record), KafkaInstrumentation.copyHiddenState(record, null))
        .map(_ != null)
    },
    "interfaces" -> { record =>
      val data = record.asInstanceOf[ConsumedRecordData]
      val own = new ConsumerRecord[String, String]("own", 1, 2L, null, "value").asInstanceOf[ConsumedRecordData]
      val before = own.consumerInfo()
      own.set(7L, data.consumerInfo())
      s"${shown(record.context)} ${data.consumerInfo()} ${data.nanosSincePollStart() > 0} $before ${own.consumerInfo()} ${own.nanosSincePollStart()}"
    },
    "propagator" -> { record =>
      shown(KafkaInstrumentation.settings.propagator.read(record.headers, Context.Empty))
    },
    "own" -> { _ =>
      val own = new ConsumerRecord[String, String]("own", 1, 2L, null, "value")
      shown(own.context) + " " + KafkaInstrumentation.runWithConsumerSpan(own, "own") { current() }
    },
  )

  private def returns(record: Record): String = {
    KafkaInstrumentation.runWithConsumerSpan(record) { return "early" }
    "late"
  }

  private def current(): String = shown(Kamon.currentContext())

  private def shown(context: Context): String = {
    val span = if (context.get(Span.Key).isEmpty) "none" else "span " + context.get(Span.Key).id.string
    context.getTag(Lookups.plain("tenant")) + "/" + span
  }

  def run(broker: String, topic: String): Unit = {
    send(broker, topic)
    val consumer = new KafkaConsumer[String, String](
      settings(broker, "consumer", "group.id" -> s"group-$topic", "auto.offset.reset" -> "earliest"))
    consumer.subscribe(Collections.singletonList(topic))
    val records = ArrayBuffer.empty[Record]
    val deadline = System.nanoTime + 60000000000L
    while (records.size < calls.size && System.nanoTime < deadline) {
      consumer.poll(Duration.ofMillis(200)).forEach(records += _)
    }
    for (record <- records) {
      val (name, call) = calls(record.offset.toInt)
      val outcome =
        try String.valueOf(call(record))
        catch {
          case failure: InterruptedException => failure.toString
          case NonFatal(failure) => failure.toString
        }
      println(s"$name: $outcome; current ${current()}")
    }
    consumer.close()
  }

  private def send(broker: String, topic: String): Unit = {
    val producer = new KafkaProducer[String, String](settings(broker, "producer"))
    for ((name, _) <- calls) {
      val checkout = Kamon.spanBuilder("checkout").start()
      Kamon.runWithContext(Context.of(Span.Key, checkout).withTag("tenant", name)) {
        val record = new ProducerRecord(topic, name, "value")
        if (name == "interfaces") {
          sendLater(producer, record, checkout)
        } else {
          producer.send(record).get()
        }
      }
      checkout.finish()
    }
    producer.close()
  }

  /** From elsewhere: the record has the context. */
  private def sendLater(
      producer: KafkaProducer[String, String], record: ProducerRecord[String, String], checkout: Span): Unit = {
    val hasContext = record.asInstanceOf[HasContext]
    val built = hasContext.context
    hasContext.setContext(Context.Empty)
    val none = hasContext.context
    hasContext.setContext(built.withTag("tenant", "set"))
    Kamon.runWithContext(Context.Empty) {
      producer.send(record).get()
    }
    println(s"record: ${built.get(Span.Key) eq checkout} ${shown(none)} ${shown(hasContext.context)}")
  }

  private def settings(broker: String, client: String, more: (String, String)*): Properties = {
    val properties = new Properties()
    val string = "org.apache.kafka.common.serialization.String"
    (Seq(
      "bootstrap.servers" -> broker,
      "client.id" -> client,
      "key.serializer" -> s"${string}Serializer",
      "value.serializer" -> s"${string}Serializer",
      "key.deserializer" -> s"${string}Deserializer",
      "value.deserializer" -> s"${string}Deserializer",
    ) ++ more).foreach { case (key, value) => properties.put(key, value) }
    properties
  }
}
