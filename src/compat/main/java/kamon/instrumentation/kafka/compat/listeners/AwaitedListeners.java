package kamon.instrumentation.kafka.compat.listeners;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.messaging.handler.annotation.SendTo;
import reactor.core.publisher.Mono;

/** Those whose results Spring Kafka waits for, which it does from 3.2 on. */
class AwaitedListeners {
  private static final Object NO_TEXT = 1; // for a serializer of texts

  private final Seen seen;

  AwaitedListeners(Seen seen) {
    this.seen = seen;
  }

  @KafkaListener(id = "${run}-replying", topics = "${run}-replying")
  @SendTo("${run}-replies")
  CompletableFuture<String> replying(String value) {
    seen.by("replying", value);
    return Later.supply(() -> "reply");
  }

  @KafkaListener(id = "${run}-mono", topics = "${run}-mono")
  Mono<String> mono(String value) {
    seen.by("mono", value);
    Mono<String> later = Mono.delay(Duration.ofMillis(Later.MILLIS)).map(tick -> "done");
    return value.equals("fails") ? later.map(done -> fail()) : later;
  }

  /** The second record comes when the first is acknowledged, if ever. */
  @KafkaListener(id = "${run}-unsent", topics = "${run}-unsent", properties = "max.poll.records=1")
  @SendTo("${run}-replies")
  Mono<Object> unsent(String value) {
    seen.by("unsent", value);
    return value.equals("works")
        ? Mono.just("reply")
        : Mono.fromFuture(Later.supply(() -> NO_TEXT));
  }

  @KafkaListener(id = "${run}-lost", topics = "${run}-lost")
  @SendTo("${run}-replies")
  CompletableFuture<Object> lost(String value) {
    seen.by("lost", value);
    return Later.supply(() -> NO_TEXT);
  }

  private static String fail() {
    throw new IllegalStateException("mono fails");
  }
}
