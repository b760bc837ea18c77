package kamon.instrumentation.kafka.compat.listeners

import kotlinx.coroutines.delay
import org.springframework.kafka.annotation.KafkaListener

/** Suspending functions that listen. */
private class Suspending(private val seen: Seen, private val sender: Sender) {

  @KafkaListener(id = "\${run}-suspended", topics = ["\${run}-suspended"])
  suspend fun suspended(value: String) {
    seen.by("suspended", value)
    sender.follow("suspended")
    delay(Later.MILLIS)
    if (value == "fails") {
      throw IllegalStateException("suspended fails")
    }
  }

  @KafkaListener(id = "\${run}-suspended-dead", topics = ["\${run}-suspended-dead"])
  fun dead(value: String) {
    seen.by("suspended-dead", value)
  }
}
