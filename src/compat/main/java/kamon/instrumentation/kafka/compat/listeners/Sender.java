package kamon.instrumentation.kafka.compat.listeners;

import java.util.concurrent.ExecutionException;
import kamon.Kamon;
import kamon.context.Context;
import kamon.context.Storage;
import kamon.trace.Span;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.kafka.core.KafkaTemplate;

/** What the application sends: requests in a span of their own each. */
final class Sender {
  private final KafkaTemplate<String, String> template;
  private final String run;

  Sender(KafkaTemplate<String, String> template, @Value("${run}") String run) {
    this.template = template;
    this.run = run;
  }

  /** Each value in a trace of its own. */
  void request(String what, String... values) throws InterruptedException, ExecutionException {
    request(what, false, values);
  }

  /** The same, each value in a partition of its own. */
  void spread(String what, String... values) throws InterruptedException, ExecutionException {
    request(what, true, values);
  }

  private void request(String what, boolean spread, String... values)
      throws InterruptedException, ExecutionException {
    for (int i = 0; i < values.length; i++) {
      Span span = Kamon.spanBuilder(what).start();
      Storage.Scope scope = Kamon.storeContext(context(span));
      try {
        send(
            template,
            new ProducerRecord<>(run + "-" + what, spread ? i : 0, null, "key", values[i]));
      } finally {
        scope.close();
        span.finish();
      }
    }
  }

  static Context context(Span span) {
    return Context.of("tenant", "acme").withEntry(Span.Key(), span);
  }

  /** From within whatever is current. */
  void follow(String what) {
    try {
      send(template, new ProducerRecord<>(run + "-out", "key", what));
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Spring Kafka 2 and 3 have another result each for its own method of that name. */
  static void send(KafkaTemplate<String, String> template, ProducerRecord<String, String> record)
      throws InterruptedException, ExecutionException {
    template.execute(producer -> producer.send(record)).get();
  }
}
