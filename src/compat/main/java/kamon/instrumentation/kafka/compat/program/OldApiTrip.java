package kamon.instrumentation.kafka.compat.program;

import java.lang.reflect.Method;
import java.util.Collections;
import kamon.Kamon;
import kamon.context.Context;
import kamon.tag.Lookups;
import kamon.trace.Span;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import scala.Function0;

/**
 * Sends and polls one record and calls what every release of Kamon's own Kafka module has, by
 * reflection: each release is for another Scala. Arguments: the broker and a name for this run.
 */
public final class OldApiTrip {
  private static final String MODULE = "kamon.instrumentation.kafka.client.";

  private OldApiTrip() {}

  public static void main(String[] args) throws Exception {
    Thread.setDefaultUncaughtExceptionHandler(
        (thread, failure) -> {
          failure.printStackTrace();
          System.exit(1); // Kamon's threads would keep a failed JVM for ever
        });
    KamonLife.begin();
    Trip trip = new Trip(args[0], args[1], Way.POLL_DURATION);
    try (KafkaProducer<String, String> producer = trip.producer()) {
      trip.send(producer);
    }
    try (KafkaConsumer<String, String> consumer =
        new KafkaConsumer<>(trip.consumerSettings(true, "auto.offset.reset", "earliest"))) {
      consumer.subscribe(Collections.singletonList(trip.topic()));
      call(Clients.poll(consumer, 1, false).get(0));
    }
    KamonLife.end();
    System.exit(0);
  }

  private static void call(ConsumerRecord<String, String> record)
      throws ReflectiveOperationException {
    Class<?> module = Class.forName(MODULE + "KafkaInstrumentation");
    Method extract = module.getMethod("extractContext", ConsumerRecord.class);
    System.out.println("context: " + shown((Context) extract.invoke(null, record)));
    Function0<String> block = () -> shown(Kamon.currentContext());
    Method run = module.getMethod("runWithConsumerSpan", ConsumerRecord.class, Function0.class);
    System.out.println("run: " + run.invoke(null, record, block));
    Method span = module.getMethod("consumerSpan", ConsumerRecord.class, String.class);
    ((Span) span.invoke(null, record, "bill")).finish();
    Method settings = module.getMethod("settings");
    System.out.println("settings: " + settings.invoke(null).getClass().getName());
    Class<?> data = Class.forName(MODULE + "ConsumedRecordData");
    System.out.println("info: " + data.getMethod("consumerInfo").invoke(record));
    System.out.println(
        "incoming: " + shown((Context) data.getMethod("incomingContext").invoke(record)));
  }

  private static String shown(Context context) {
    return context.getTag(Lookups.plain("tenant")) + "/" + context.get(Span.Key()).id().string();
  }
}
