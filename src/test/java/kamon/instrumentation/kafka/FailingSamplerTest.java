package kamon.instrumentation.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import kamon.Kamon;
import kamon.context.Context;
import kamon.instrumentation.kafka.testbed.BrokerExtension;
import kamon.instrumentation.kafka.testbed.KafkaBroker;
import kamon.trace.AdaptiveSampler;
import kamon.trace.Identifier;
import kamon.trace.Sampler;
import kamon.trace.Span;
import kamon.trace.SpanBuilder;
import kamon.trace.Trace$;
import kamon.trace.Trace$SamplingDecision$DoNotSample$;
import kamon.trace.Trace$SamplingDecision$Unknown$;
import kamon.trace.Trace.SamplingDecision;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Samplers of the application's: what they throw costs the span, and not the sender's context. */
@ExtendWith(BrokerExtension.class)
class FailingSamplerTest {
  // Not those that count: they are called before a sampler is asked.
  private static final String CONFIG =
      "kamon.trace { hooks { pre-start = [], pre-finish = [] }, sampler = \"%s\" }";

  @RegisterExtension final Tracing tracing = new Tracing();

  private final Clients clients;

  FailingSamplerTest(KafkaBroker broker) {
    clients = new Clients(broker);
  }

  @BeforeEach
  void fail() {
    tracing.configure(CONFIG.formatted(Throwing.class.getName()));
  }

  @AfterEach
  void restore() {
    tracing.configure(""); // for what follows each test
  }

  @Test
  void record_is_sent_with_the_tags_of_its_sender() {
    Context tags = Context.of("tenant", "acme");
    assertThat(Kctx.of(sendWithin(tags))).isEqualTo(Kctx.write(tags));
  }

  @Test
  void record_is_sent_with_the_span_of_its_sender() {
    Context sender = undecided().withTag("tenant", "acme");
    assertThat(Kctx.of(sendWithin(sender))).isEqualTo(Kctx.write(sender));
  }

  @Test
  void record_is_processed_in_the_context_of_its_sender() {
    ConsumerRecord<String, String> record = received();
    List<Context> seen = new ArrayList<>();
    KafkaInstrumentation.runWithConsumerSpan(record, () -> seen.add(Kamon.currentContext()));
    assertThat(seen).hasSize(1).allSatisfy(FailingSamplerTest::isTheSenders);
    assertThat(KafkaInstrumentation.consumerSpan(record).isEmpty()).isTrue();
    assertThat(Kamon.currentContext().isEmpty()).isTrue();
  }

  @Test
  void batch_is_processed_in_the_context_of_its_sender() {
    List<ConsumerRecord<String, String>> records = List.of(received());
    List<Context> seen = new ArrayList<>();
    KafkaInstrumentation.runWithBatchSpan(records, () -> seen.add(Kamon.currentContext()));
    assertThat(seen).hasSize(1).allSatisfy(FailingSamplerTest::isTheSenders);
    assertThat(KafkaInstrumentation.batchSpan(records).isEmpty()).isTrue();
    assertThat(Kamon.currentContext().isEmpty()).isTrue();
  }

  @Test
  void sampler_that_extends_one_of_kamons_is_asked_by_kamon() {
    tracing.configure(CONFIG.formatted(Extended.class.getName()));
    Extended.ASKED.clear();
    sendWithin(Context.Empty());
    assertThat(Extended.ASKED).hasSize(1).allMatch(SpanBuilder.class::isInstance);
  }

  private static void isTheSenders(Context context) {
    assertThat(context.get(Span.Key()).id()).isEqualTo(undecided().get(Span.Key()).id());
    assertThat(Kctx.tag(context, "tenant")).isEqualTo("acme");
  }

  /** A sender that leaves it to whoever comes next whether its trace is sampled. */
  private static Context undecided() {
    Span sampled = Kctx.incoming("tenant", "acme").get(Span.Key());
    Span span =
        new Span.Remote(
            sampled.id(),
            Identifier.Empty(),
            Trace$.MODULE$.create(sampled.trace().id(), Trace$SamplingDecision$Unknown$.MODULE$));
    return Context.of(Span.Key(), span);
  }

  private static ConsumerRecord<String, String> received() {
    ConsumerRecord<String, String> record = new ConsumerRecord<>("t", 0, 0, "k", "v");
    record.headers().add("kctx", Kctx.write(undecided().withTag("tenant", "acme")));
    return record;
  }

  private ConsumerRecord<String, String> sendWithin(Context context) {
    String topic = clients.newTopic();
    try (KafkaProducer<String, String> producer = clients.producer()) {
      Tracing.within(
          context, () -> Clients.get(producer.send(new ProducerRecord<>(topic, "key", "value"))));
    }
    return clients.only(topic);
  }

  /** Fails always. */
  public static final class Throwing implements Sampler {
    @Override
    public SamplingDecision decide(Operation operation) {
      throw new IllegalStateException("sampler");
    }
  }

  /** Looks at more than the name. */
  public static final class Extended extends AdaptiveSampler {
    static final Set<Object> ASKED = ConcurrentHashMap.newKeySet();

    @Override
    public SamplingDecision decide(Operation operation) {
      ASKED.add(operation);
      return Trace$SamplingDecision$DoNotSample$.MODULE$;
    }
  }
}
