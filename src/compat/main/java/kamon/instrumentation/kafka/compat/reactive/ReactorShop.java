package kamon.instrumentation.kafka.compat.reactive;

import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import kamon.instrumentation.kafka.KafkaInstrumentation;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.kafka.receiver.KafkaReceiver;
import reactor.kafka.receiver.ReceiverOptions;
import reactor.kafka.sender.KafkaSender;
import reactor.kafka.sender.SenderOptions;
import reactor.kafka.sender.SenderRecord;

/** Bills orders with Reactor Kafka. Arguments: the broker, the topic, and the one for bills. */
public final class ReactorShop {
  private static final Duration LIMIT = Duration.ofMinutes(1);

  private final KafkaReceiver<String, String> receiver;
  private final KafkaSender<String, String> sender;
  private final String out;

  private ReactorShop(String broker, String topic, String out) {
    Map<String, Object> settings = new HashMap<>();
    settings.put("bootstrap.servers", broker);
    settings.put("group.id", topic);
    settings.put("auto.offset.reset", "earliest");
    settings.put("key.deserializer", StringDeserializer.class);
    settings.put("value.deserializer", StringDeserializer.class);
    receiver =
        KafkaReceiver.create(
            ReceiverOptions.<String, String>create(settings)
                .subscription(Collections.singleton(topic)));
    Map<String, Object> ofSender = new HashMap<>();
    ofSender.put("bootstrap.servers", broker);
    ofSender.put("key.serializer", StringSerializer.class);
    ofSender.put("value.serializer", StringSerializer.class);
    sender = KafkaSender.create(SenderOptions.create(ofSender));
    this.out = out;
  }

  public static void main(String[] args) {
    Orders.run(
        args[0],
        args[1],
        () -> {
          ReactorShop shop = new ReactorShop(args[0], args[1], args[2]);
          shop.bills().take(Orders.COUNT).blockLast(LIMIT);
          shop.sender.close();
        });
  }

  private Flux<String> bills() {
    // example: reactor
    Flux<String> bills =
        receiver
            .receive()
            .concatMap(
                record ->
                    Mono.fromCompletionStage(
                            () ->
                                KafkaInstrumentation.runWithConsumerSpanAsync(
                                    record, "invoice.create", () -> bill(record).toFuture()))
                        .doOnSuccess(done -> record.receiverOffset().acknowledge()));
    // end
    return bills;
  }

  /** Its record is made here, so that it has what is current here, whoever sends it. */
  private Mono<String> bill(ConsumerRecord<String, String> record) {
    return sender
        .send(
            Mono.just(
                SenderRecord.create(
                    out, null, null, record.key(), Orders.bill(record.value()), null)))
        .then(Mono.just(record.value()));
  }
}
