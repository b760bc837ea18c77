package kamon.instrumentation.kafka.compat.unsampled;

import static kamon.instrumentation.kafka.KafkaInstrumentation.runWithConsumerSpan;
import static kamon.instrumentation.kafka.compat.unsampled.ConsumerScenarios.expect;
import static kamon.instrumentation.kafka.compat.unsampled.ConsumerScenarios.within;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import kamon.Kamon;
import kamon.context.Context;
import kamon.trace.Hooks$PreStart$;
import kamon.trace.Span;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Of records that are sent, to a broker. */
final class ProducerScenarios {
  private final KafkaProducer<String, Runnable> producer;
  private final String topic;
  private String scenario;

  ProducerScenarios(String broker, String topic) {
    this.topic = topic;
    Map<String, Object> settings = new HashMap<>();
    settings.put("bootstrap.servers", broker);
    settings.put("max.request.size", 10_000);
    producer = new KafkaProducer<>(settings, new StringSerializer(), new Running());
  }

  void addTo(Map<String, Scenario> all) {
    add(all, "send below a remote span", () -> within(Records.remote(), () -> send(null)));
    add(all, "send below a local span", () -> below(Records.local(), () -> send(null)));
    add(
        all,
        "send, parent is renamed meanwhile",
        () -> {
          Span local = Records.local();
          below(local, () -> send(() -> local.name("renamed")));
        });
    add(
        all,
        "send, kept meanwhile",
        () -> {
          Span local = Records.local();
          below(local, () -> send(() -> local.trace().keep()));
        });
    add(
        all,
        "send, remote parent is kept meanwhile",
        () -> {
          Context remote = Records.remote().withTag("upstream.name", "shop");
          within(remote, () -> send(() -> remote.get(Span.Key()).trace().keep()));
        });
    add(all, "send starts a trace", () -> send(null));
    add(all, "send starts a trace and fails", () -> failing(ProducerScenarios::fail));
    add(
        all,
        "send starts a trace with tags",
        () ->
            within(
                Context.of("upstream.name", "shop").withTag("tenant", "acme"), () -> send(null)));
    add(all, "send fails", () -> below(Records.local(), () -> failing(ProducerScenarios::fail)));
    add(
        all,
        "send is too large",
        () -> below(Records.local(), () -> failing(() -> Running.size = 20_000)));
    add(
        all,
        "send is kept and fails",
        () -> {
          Span local = Records.local();
          below(
              local,
              () ->
                  failing(
                      () -> {
                        local.trace().keep();
                        fail();
                      }));
        });
    add(
        all,
        "callback throws",
        () -> below(Records.local(), () -> send(null, (metadata, exception) -> fail())));
    add(
        all,
        "callback looks",
        () -> {
          Span local = Records.local();
          below(
              local,
              () ->
                  send(
                      null,
                      (metadata, exception) ->
                          expect(local.id().string(), Kamon.currentSpan().id().string())));
        });
    add(
        all,
        "send with a hook",
        () -> {
          Context hook = Context.of(Hooks$PreStart$.MODULE$.Key(), ConsumerScenarios.renaming());
          within(hook.withEntry(Span.Key(), Records.remote().get(Span.Key())), () -> send(null));
        });
    add(
        all,
        "send with tags",
        () ->
            within(
                Records.remote().withTag("upstream.name", "shop").withTag("tenant", "acme"),
                () -> send(null)));
    add(all, "send from a handler", () -> runWithConsumerSpan(Records.record(), () -> send(null)));
    add(
        all,
        "send from a handler that keeps",
        () ->
            runWithConsumerSpan(
                Records.record(),
                () -> {
                  ConsumerScenarios.keep();
                  send(null);
                }));
    add(
        all,
        "forwarded",
        () -> {
          ProducerRecord<String, Runnable> forwarded =
              new ProducerRecord<>(topic, null, scenario, null, Records.record().headers());
          get(forwarded, null);
        });
  }

  private void add(Map<String, Scenario> all, String name, Runnable action) {
    all.put(
        name,
        () -> {
          scenario = name;
          action.run();
        });
  }

  private static void below(Span span, Runnable action) {
    within(Context.of(Span.Key(), span), action);
    span.finish();
  }

  /**
   * @param meanwhile what happens while the record is serialised
   */
  private void send(Runnable meanwhile) {
    send(meanwhile, null);
  }

  private void send(Runnable meanwhile, Callback callback) {
    get(new ProducerRecord<>(topic, scenario, meanwhile), callback);
  }

  private void get(ProducerRecord<String, Runnable> record, Callback callback) {
    try {
      producer.send(record, callback).get(60, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      Running.size = 1;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private void failing(Runnable meanwhile) {
    try {
      send(meanwhile);
    } catch (IllegalStateException e) {
      expect("on purpose", (e.getCause() == null ? e : e.getCause()).getMessage());
    }
  }

  private static void fail() {
    throw new IllegalStateException("on purpose");
  }

  void close() {
    producer.close();
  }

  /** Runs values, and writes bytes in their place. */
  private static final class Running implements Serializer<Runnable> {
    private static int size = 1;

    @Override
    public void configure(Map<String, ?> settings, boolean isKey) {}

    @Override
    public byte[] serialize(String topic, Runnable value) {
      if (value != null) {
        value.run();
      }
      return new byte[size];
    }

    @Override
    public void close() {}
  }
}
