package kamon.instrumentation.kafka.compat.spring;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.StreamSupport;
import kamon.Kamon;
import kamon.instrumentation.kafka.KafkaInstrumentation;
import kamon.tag.Lookups;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.springframework.kafka.annotation.DltHandler;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.kafka.annotation.RetryableTopic;

/** Every kind of listener. Prints what each record brought along. */
class Listeners {
  private static final long PATIENCE_SECONDS = 120;

  // One single record, three of a batch, three attempts and a dead letter, and two attempts and a
  // dead letter by way of a retry topic.
  private final CountDownLatch expected = new CountDownLatch(1 + 3 + 3 + 1 + 2 + 1);

  void awaitAll() throws InterruptedException {
    if (!expected.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      throw new IllegalStateException(expected.getCount() + " records have not been seen");
    }
  }

  @KafkaListener(topics = "${run}-single", groupId = "${run}-single")
  void single(ConsumerRecord<String, String> record) {
    process("single", record, false);
  }

  @KafkaListener(topics = "${run}-batch", groupId = "${run}-batch", batch = "true")
  void batch(List<ConsumerRecord<String, String>> records) {
    records.forEach(record -> process("batch", record, false));
  }

  @KafkaListener(topics = "${run}-failing", groupId = "${run}-failing")
  void failing(ConsumerRecord<String, String> record) {
    process("failing", record, true);
  }

  @KafkaListener(topics = "${run}-failing-dead", groupId = "${run}-failing-dead")
  void dead(ConsumerRecord<String, String> record) {
    process("dead", record, false);
  }

  @RetryableTopic(attempts = "2", kafkaTemplate = "kafkaTemplate")
  @KafkaListener(topics = "${run}-retried", groupId = "${run}-retried")
  void retried(ConsumerRecord<String, String> record) {
    process("retried", record, true);
  }

  @DltHandler
  void buried(ConsumerRecord<String, String> record) {
    process("buried", record, false);
  }

  private void process(String listener, ConsumerRecord<String, String> record, boolean fails) {
    try {
      KafkaInstrumentation.runWithConsumerSpan(
          record,
          () -> {
            print(listener, record);
            if (fails) {
              throw new IllegalStateException("No " + listener + " order can be processed");
            }
          });
    } finally {
      expected.countDown();
    }
  }

  private static void print(String listener, ConsumerRecord<String, String> record) {
    long headers =
        StreamSupport.stream(record.headers().headers("kctx").spliterator(), false).count();
    String tenant = Kamon.currentContext().getTag(Lookups.plain("tenant"));
    synchronized (System.out) {
      System.out.println("SEEN " + listener + ": kctx " + headers + ", tenant " + tenant);
    }
  }
}
