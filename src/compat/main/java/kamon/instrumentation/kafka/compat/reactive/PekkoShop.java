package kamon.instrumentation.kafka.compat.reactive;

import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import kamon.instrumentation.kafka.KafkaInstrumentation;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.pekko.Done;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.kafka.CommitterSettings;
import org.apache.pekko.kafka.ConsumerMessage.Committable;
import org.apache.pekko.kafka.ConsumerMessage.CommittableMessage;
import org.apache.pekko.kafka.ConsumerSettings;
import org.apache.pekko.kafka.ProducerMessage;
import org.apache.pekko.kafka.ProducerMessage.Envelope;
import org.apache.pekko.kafka.ProducerSettings;
import org.apache.pekko.kafka.Subscriptions;
import org.apache.pekko.kafka.javadsl.Consumer;
import org.apache.pekko.kafka.javadsl.Producer;
import org.apache.pekko.stream.javadsl.Source;

/** Bills orders with Pekko's connector. Arguments: the broker, the topic, and the one for bills. */
public final class PekkoShop {
  private static final long LIMIT_SECONDS = 60;

  private final ActorSystem system = ActorSystem.create();
  private final ConsumerSettings<String, String> consumers;
  private final ProducerSettings<String, String> producers;
  private final CommitterSettings committers;
  private final String topic;
  private final String out;

  private PekkoShop(String broker, String topic, String out) {
    consumers =
        ConsumerSettings.create(system, new StringDeserializer(), new StringDeserializer())
            .withBootstrapServers(broker)
            .withGroupId(topic)
            .withProperty("auto.offset.reset", "earliest");
    producers =
        ProducerSettings.create(system, new StringSerializer(), new StringSerializer())
            .withBootstrapServers(broker);
    committers = CommitterSettings.create(system);
    this.topic = topic;
    this.out = out;
  }

  public static void main(String[] args) {
    Orders.run(
        args[0],
        args[1],
        () ->
            new PekkoShop(args[0], args[1], args[2])
                .bill()
                .toCompletableFuture()
                .get(LIMIT_SECONDS, TimeUnit.SECONDS));
  }

  private CompletionStage<Done> bill() {
    Source<CommittableMessage<String, String>, ?> messages =
        Consumer.committableSource(consumers, Subscriptions.topics(topic)).take(Orders.COUNT);
    // example: pekko
    CompletionStage<Done> done =
        messages
            .map(
                message ->
                    KafkaInstrumentation.callWithConsumerSpan(
                        message.record(), "invoice.create", () -> bill(message)))
            .runWith(Producer.committableSink(producers, committers), system);
    // end
    return done;
  }

  /** Its record is made here, so that it has what is current here, whoever sends it. */
  private Envelope<String, String, Committable> bill(CommittableMessage<String, String> message) {
    return ProducerMessage.single(
        new ProducerRecord<>(out, Orders.bill(message.record().value())),
        message.committableOffset());
  }
}
