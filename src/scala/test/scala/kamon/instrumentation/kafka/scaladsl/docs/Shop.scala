package shop

import java.time.Duration
import java.util.{Collections, Properties}

import kamon.Kamon
import kamon.instrumentation.kafka.scaladsl.KafkaInstrumentation
import kamon.instrumentation.kafka.scaladsl.KafkaInstrumentation.Syntax
import kamon.tag.Lookups
import kamon.trace.Span
import org.apache.kafka.clients.consumer.{ConsumerRecord, KafkaConsumer}
import org.apache.kafka.clients.producer.{KafkaProducer, ProducerRecord}
import org.apache.kafka.common.serialization.{StringDeserializer, StringSerializer}

/**
  * An application as Kamon's documentation writes it, after a change of two imports: "scaladsl" for "client". MigrationIT
  * runs it as it was before, too.
  */
object Shop {
  def run(bootstrap: String, topic: String): Unit = {
    val producer = new KafkaProducer(settings(bootstrap, "orders"), new StringSerializer, new StringSerializer)
    val request = Kamon.spanBuilder("POST /orders").start()
    Kamon.runWithContext(Kamon.currentContext().withEntry(Span.Key, request).withTag("tenant", "acme")) {
      producer.send(new ProducerRecord(topic, "order-1", "1 book")).get()
    }
    request.finish()

    val consumer = new KafkaConsumer(settings(bootstrap, "payments"), new StringDeserializer, new StringDeserializer)
    consumer.subscribe(Collections.singletonList(topic))
    val records = Iterator.continually(consumer.poll(Duration.ofMillis(100))).find(!_.isEmpty).get
    records.forEach(record => consume(record))
    consumer.close()
    producer.close()
  }

  private def consume(record: ConsumerRecord[String, String]): Unit = {
    // example: migrated
    KafkaInstrumentation.runWithConsumerSpan(record) {
      process(record)
    }
    val invoice: String = KafkaInstrumentation.runWithConsumerSpan(record, "invoice.create") {
      bill(record)
    }
    KafkaInstrumentation.runWithConsumerSpan(record, "delivery", finishSpan = false) {
      deliverLater(record, Kamon.currentSpan())
    }
    val check = KafkaInstrumentation.consumerSpan(record, "order.check")
    check.finish()
    val tenant = record.context.getTag(Lookups.option("tenant"))
    // end
    println(s"SHOP $invoice for $tenant")
    try KafkaInstrumentation.runWithConsumerSpan(record, "refund")(throw new IllegalStateException("no money"))
    catch { case e: IllegalStateException => println("SHOP " + e.getMessage) }
    println("SHOP " + KafkaInstrumentation.extractContext(record).get(Span.Key).isEmpty)
  }

  private def process(record: ConsumerRecord[String, String]): Unit =
    println(s"SHOP ${record.value} in ${Kamon.currentSpan().operationName()}")

  private def bill(record: ConsumerRecord[String, String]): String =
    "invoice of " + record.value

  private def deliverLater(record: ConsumerRecord[String, String], span: Span): Unit =
    span.tag("delivered", record.value).finish()

  private def settings(bootstrap: String, name: String): Properties = {
    val settings = new Properties
    settings.setProperty("bootstrap.servers", bootstrap)
    settings.setProperty("client.id", name)
    settings.setProperty("group.id", name)
    settings.setProperty("auto.offset.reset", "earliest")
    settings
  }
}
