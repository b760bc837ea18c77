package kamon.instrumentation.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import kamon.Kamon;
import kamon.context.Context;
import kamon.instrumentation.kafka.testbed.BrokerExtension;
import kamon.instrumentation.kafka.testbed.KafkaBroker;
import kamon.instrumentation.kafka.testbed.ReportedSpan;
import kamon.instrumentation.kafka.testbed.SpanLifecycle;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

@ExtendWith(BrokerExtension.class)
class PropagatorTest {
  private static final String PROPAGATOR = "kamon.instrumentation.kafka.client.tracing.propagator";

  @RegisterExtension final Tracing tracing = new Tracing();

  private final Clients clients;

  PropagatorTest(KafkaBroker broker) {
    clients = new Clients(broker);
  }

  @Test
  void propagator_of_the_application_writes_and_reads_in_place_of_kctx() {
    tracing.configure(PROPAGATOR + " = \"" + TenantHeader.class.getName() + "\"");
    ConsumerRecord<String, String> record = sendWithin(Context.of("tenant", "acme"));
    assertThat(record.headers().toArray()).extracting(Header::key).containsExactly("tenant");
    assertThat(KafkaInstrumentation.extractContext(record).tags())
        .isEqualTo(Context.of("tenant", "acme").tags());
    KafkaInstrumentation.runWithConsumerSpan(
        record, () -> assertThat(Kctx.tag(Kamon.currentContext(), "tenant")).isEqualTo("acme"));
    assertThat(tracing.next("consumer.process").parentId()).isEmpty();
  }

  @Test
  void propagator_that_throws_costs_the_context_and_one_line_nothing_else() {
    tracing.configure(PROPAGATOR + " = \"" + Throwing.class.getName() + "\"");
    try (Logs logs = new Logs()) {
      ConsumerRecord<String, String> record = sendWithin(Context.of("tenant", "acme"));
      assertThat(record.headers().toArray()).isEmpty();
      for (int i = 0; i < 100; i++) {
        assertThat(KafkaInstrumentation.extractContext(record)).isSameAs(Context.Empty());
      }
      String name = "Propagator " + Throwing.class.getName();
      assertThat(logs.warnings())
          .containsExactlyInAnyOrder(
              name
                  + " could not write the context of a record: java.lang.IllegalStateException:"
                  + " write",
              name
                  + " could not read the context of a record: java.lang.IllegalStateException:"
                  + " read");
    }
    assertThat(SpanLifecycle.started()).isOne();
  }

  @Test
  void thread_that_is_interrupted_in_a_propagator_stays_interrupted() {
    tracing.configure(PROPAGATOR + " = \"" + Interrupted.class.getName() + "\"");
    KafkaInstrumentation.extractContext(new RecordHeaders());
    assertThat(Thread.interrupted()).isTrue();
    KafkaInstrumentation.injectContext(Context.of("tenant", "acme"), new RecordHeaders());
    assertThat(Thread.interrupted()).isTrue();
    KafkaInstrumentation.injectContext(Context.Empty(), new RecordHeaders().add("k", null));
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void thread_that_is_interrupted_while_a_propagator_is_made_stays_interrupted() {
    tracing.configure(PROPAGATOR + " = \"" + Unmade.class.getName() + "\"");
    KafkaInstrumentation.extractContext(new RecordHeaders());
    assertThat(Thread.interrupted()).isTrue();
    KafkaInstrumentation.extractContext(new RecordHeaders());
    assertThat(Thread.interrupted()).isFalse();
  }

  @Test
  void header_with_the_last_value_counts() {
    ConsumerRecord<String, String> record = new ConsumerRecord<>("t", 0, 0, "k", "v");
    record.headers().add("kctx", Kctx.write(Context.of("hop", "first")));
    record.headers().add("kctx", Kctx.write(Context.of("hop", "last")));
    assertThat(Kctx.tag(KafkaInstrumentation.extractContext(record), "hop")).isEqualTo("last");
  }

  private ConsumerRecord<String, String> sendWithin(Context context) {
    String topic = clients.newTopic();
    try (KafkaProducer<String, String> producer = clients.producer()) {
      Tracing.within(
          context, () -> Clients.get(producer.send(new ProducerRecord<>(topic, "key", "value"))));
    }
    ReportedSpan sent = tracing.next();
    assertThat(sent.name()).isEqualTo("producer.send");
    assertThat(sent.error()).isFalse();
    return clients.only(topic);
  }

  /** Carries one tag, as text that other systems can read. */
  public static final class TenantHeader implements KafkaPropagator {
    @Override
    public Context read(Headers headers) {
      Header header = headers.lastHeader("tenant");
      return header == null
          ? null
          : Context.of("tenant", new String(header.value(), StandardCharsets.UTF_8));
    }

    @Override
    public void write(Context context, Headers headers) {
      String tenant = Kctx.tag(context, "tenant");
      headers.remove("tenant");
      headers.add("tenant", tenant.getBytes(StandardCharsets.UTF_8));
    }
  }

  /** Fails always. */
  public static final class Throwing implements KafkaPropagator {
    @Override
    public Context read(Headers headers) {
      throw new IllegalStateException("read");
    }

    @Override
    public void write(Context context, Headers headers) {
      throw new IllegalStateException("write");
    }
  }

  /** Its thread is interrupted while it waits, which is all it says. */
  public static final class Interrupted implements KafkaPropagator {
    @Override
    public Context read(Headers headers) {
      throw Interrupted.<RuntimeException>undeclared();
    }

    @Override
    public void write(Context context, Headers headers) {
      throw Interrupted.<RuntimeException>undeclared();
    }

    /** As Scala and Kotlin throw it. */
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    private static <E extends Throwable> E undeclared() throws E {
      throw (E) new InterruptedException();
    }
  }

  /** The same while it is made. */
  public static final class Unmade implements KafkaPropagator {
    public Unmade() throws InterruptedException {
      throw new InterruptedException();
    }

    @Override
    public Context read(Headers headers) {
      return Context.Empty();
    }

    @Override
    public void write(Context context, Headers headers) {}
  }
}
