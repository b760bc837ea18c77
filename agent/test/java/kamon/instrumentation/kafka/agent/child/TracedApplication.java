package kamon.instrumentation.kafka.agent.child;

import java.util.concurrent.TimeUnit;
import kamon.Kamon;
import kamon.context.Storage;
import kamon.instrumentation.kafka.KafkaInstrumentation;
import kamon.trace.Span;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import scala.concurrent.Await;
import scala.concurrent.duration.Duration;

/**
 * Sends one record inside a span and one outside of any, and processes both. Arguments: bootstrap
 * servers, topic.
 */
public final class TracedApplication {
  private static final ChildReporter REPORTER = new ChildReporter();

  private TracedApplication() {}

  public static void main(String[] args) throws Exception {
    start();
    exchange(args[0], args[1]);
    stop();
    System.out.println("done");
  }

  static void start() {
    Kamon.init();
    Kamon.addReporter("child", REPORTER);
  }

  static void exchange(String bootstrapServers, String topic) throws Exception {
    try (Exchange exchange = new Exchange(bootstrapServers, topic)) {
      Span request = Kamon.spanBuilder("request").start();
      Storage.Scope scope =
          Kamon.storeContext(Kamon.currentContext().withEntry(Span.Key(), request));
      exchange.send("first");
      scope.close();
      request.finish();
      exchange.send("second");
      for (ConsumerRecord<String, String> record : exchange.poll(2)) {
        KafkaInstrumentation.runWithConsumerSpan(
            record, () -> System.out.println("in " + Kamon.currentSpan().operationName()));
      }
    }
  }

  static void stop() throws Exception {
    REPORTER.flush();
    Await.ready(Kamon.stop(), Duration.apply(60, TimeUnit.SECONDS));
  }
}
