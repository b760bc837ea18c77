package kamon.instrumentation.kafka.compat.listeners;

import java.math.BigInteger;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import kamon.Kamon;
import kamon.context.Context;
import kamon.context.Storage;
import kamon.trace.Span;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.kafka.core.KafkaTemplate;

/** What the application sends: requests in a span of their own each. */
final class Sender {
  private static final List<Header> NO_HEADERS = Collections.emptyList();

  private final KafkaTemplate<String, String> template;
  private final String run;

  Sender(KafkaTemplate<String, String> template, @Value("${run}") String run) {
    this.template = template;
    this.run = run;
  }

  /** Each value in a trace of its own. */
  void request(String what, String... values) throws InterruptedException, ExecutionException {
    request(what, false, NO_HEADERS, values);
  }

  /** The same, as a record that is to wait for an hour in a retry topic. */
  void requestLater(String what, String value) throws InterruptedException, ExecutionException {
    long due = System.currentTimeMillis() + TimeUnit.HOURS.toMillis(1);
    Header header =
        new RecordHeader("retry_topic-backoff-timestamp", BigInteger.valueOf(due).toByteArray());
    request(what, false, Collections.singletonList(header), value);
  }

  /** The same, each value in a partition of its own. */
  void spread(String what, String... values) throws InterruptedException, ExecutionException {
    request(what, true, NO_HEADERS, values);
  }

  private void request(String what, boolean spread, List<Header> headers, String... values)
      throws InterruptedException, ExecutionException {
    for (int i = 0; i < values.length; i++) {
      Span span = Kamon.spanBuilder(what).start();
      Storage.Scope scope = Kamon.storeContext(context(span));
      try {
        send(
            template,
            new ProducerRecord<>(
                run + "-" + what, spread ? i : 0, null, "key", values[i], headers));
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
