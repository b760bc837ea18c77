package kamon.instrumentation.kafka.compat.spring;

import java.util.concurrent.ExecutionException;
import kamon.Kamon;
import kamon.context.Context;
import kamon.context.Storage;
import kamon.trace.Span;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.kafka.core.KafkaTemplate;

/** What the application sends, each in a span of its own. */
class Orders {
  private final KafkaTemplate<String, String> template;
  private final String run;

  Orders(KafkaTemplate<String, String> template, @Value("${run}") String run) {
    this.template = template;
    this.run = run;
  }

  void send() throws InterruptedException, ExecutionException {
    send("single", 1);
    send("batch", 3);
    send("failing", 1);
    send("retried", 1);
  }

  private void send(String what, int records) throws InterruptedException, ExecutionException {
    Span span = Kamon.spanBuilder(what).start();
    Storage.Scope scope =
        Kamon.storeContext(Context.of("tenant", "acme").withEntry(Span.Key(), span));
    try {
      for (int i = 0; i < records; i++) {
        template.send(run + "-" + what, "key", "value").get();
      }
    } finally {
      scope.close();
      span.finish();
    }
  }
}
