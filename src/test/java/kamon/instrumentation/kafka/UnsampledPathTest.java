package kamon.instrumentation.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import kamon.Kamon;
import kamon.context.Context;
import kamon.metric.Distribution;
import kamon.metric.Instrument;
import kamon.tag.TagSet;
import kamon.trace.Hooks$PreStart$;
import kamon.trace.Hooks$PreStart$Noop$;
import kamon.trace.Identifier;
import kamon.trace.Identifier$Factory$;
import kamon.trace.Sampler;
import kamon.trace.Span;
import kamon.trace.Span$Metrics$;
import kamon.trace.Trace$;
import kamon.trace.Trace$SamplingDecision$DoNotSample$;
import kamon.trace.Trace.SamplingDecision;
import kamon.trace.Tracer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which records of unsampled traces do without a span as long as nobody looks. */
class UnsampledPathTest {
  /** Kamon's defaults, which the other tests change. */
  private static final String HOOKS =
      "kamon.trace.hooks { pre-start = [\"kamon.trace.Hooks$PreStart$FromContext\"],"
          + " pre-finish = [] }\n";

  private static final String OURS = "kamon.instrumentation.kafka.client.tracing.";
  private static final int RACES = 5_000;

  @RegisterExtension final Tracing tracing = new Tracing();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "kamon.trace.hooks.pre-start = []",
        "kamon.trace.identifier-scheme = double",
        "kamon.trace.join-remote-parents-with-same-span-id = yes",
        OURS + "propagator = w3c",
        OURS + "propagator = [b3, kctx]",
        "kamon.propagation.binary.default.entries.incoming.other ="
            + " \"kamon.instrumentation.kafka.internal.propagation.kctx.OtherEntry\""
      })
  void span_waits_until_somebody_looks(String setting) {
    tracing.configure(HOOKS + setting);
    assertThat(waits(record())).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        OURS + "lazy-unsampled-spans = no",
        OURS + "use-delayed-spans = yes",
        OURS + "topics = [{ topic = t, trace = propagate }]",
        OURS + "propagator = http",
        "kamon.propagation.binary.default.entries.outgoing.other ="
            + " \"kamon.instrumentation.kafka.internal.propagation.kctx.OtherEntry\"",
        "kamon.trace.span-reporting-delay = 1 second",
        "kamon.trace.local-tail-sampler.enabled = yes",
        "kamon.trace.hooks.pre-finish = [\"kamon.trace.Hooks$PreFinish$FromContext\"]",
        "kamon.trace.hooks.pre-start = [\"kamon.trace.Hooks$PreStart$FromContext\","
            + " \"kamon.trace.Hooks$PreStart$FromContext\"]",
        "kamon.trace.identifier-scheme = \"kamon.instrumentation.kafka.UnsampledPathTest$Wide\""
      })
  void span_is_made_at_once_where_something_could_look_at_every_span(String setting) {
    tracing.configure(HOOKS + setting);
    assertThat(waits(record())).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        OURS + "continue-trace-on-consumer = no",
        OURS + "propagator = \"kamon.instrumentation.kafka.PropagatorTest$TenantHeader\""
      })
  void span_of_a_trace_that_starts_sampled_is_made_at_once(String setting) {
    tracing.configure(HOOKS + setting);
    assertThat(waits(record())).isFalse();
    tracing.next("consumer.process");
  }

  @Test
  void what_makes_spans_wait_no_longer_is_said_at_debug() {
    try (Logs logs = new Logs()) {
      logs.debugs();
      tracing.configure(HOOKS + "kamon.trace.span-reporting-delay = 1 second");
      waits(record());
      waits(record());
      assertThat(logs.debugs())
          .containsExactly(
              "Unsampled records get spans of Kamon's own, because of"
                  + " kamon.trace.span-reporting-delay");
    }
  }

  @Test
  void span_is_made_at_once_for_a_hook_in_the_current_context() {
    tracing.configure(HOOKS);
    Tracer.PreStartHook hook = builder -> {};
    Context hooked = Context.of(Hooks$PreStart$.MODULE$.Key(), hook);
    assertThat(Tracing.within(hooked, () -> waits(record()))).isFalse();
    Context none = Context.of(Hooks$PreStart$.MODULE$.Key(), Hooks$PreStart$Noop$.MODULE$);
    assertThat(Tracing.within(none, () -> waits(record()))).isTrue();
  }

  @Test
  void sampled_record_has_its_span_at_once() {
    tracing.configure(HOOKS);
    ConsumerRecord<String, String> record = plain();
    KafkaInstrumentation.injectContext(Kctx.incoming("a", "b"), record.headers());
    assertThat(waits(record)).isFalse();
    tracing.next("consumer.process");
  }

  @ParameterizedTest
  @ValueSource(strings = {"sampler = never", "sampler = random, random-sampler.probability = 0"})
  void trace_that_starts_unsampled_waits_too_with_kamons_samplers(String sampler) {
    tracing.configure(HOOKS + "kamon.trace { " + sampler + " }");
    assertThat(waits(plain())).isTrue();
    tracing.configure(HOOKS); // for what follows the test
  }

  @Test
  void sampler_of_ones_own_is_asked_by_kamon() {
    tracing.configure(
        HOOKS + "kamon.trace.sampler = \"kamon.instrumentation.kafka.UnsampledPathTest$Own\"");
    assertThat(waits(plain())).isFalse();
    tracing.configure(HOOKS);
  }

  @Test
  void one_records_end_and_a_look_at_it_make_one_time_whichever_comes_first() throws Exception {
    tracing.configure(HOOKS);
    String operation = "race " + UUID.randomUUID();
    ExecutorService thread = Executors.newSingleThreadExecutor();
    try {
      for (int i = 0; i < RACES; i++) {
        CyclicBarrier both = new CyclicBarrier(2);
        List<Future<Span>> looks = new ArrayList<>();
        KafkaInstrumentation.runWithConsumerSpan(
            record(),
            operation,
            () -> {
              Context context = Kamon.currentContext();
              looks.add(
                  thread.submit(
                      () -> {
                        both.await(60, TimeUnit.SECONDS);
                        return context.get(Span.Key());
                      }));
              await(both);
            });
        Span span = looks.get(0).get(60, TimeUnit.SECONDS);
        assertThat(span.name("late").operationName()).as("is closed").isEqualTo(operation);
      }
    } finally {
      thread.shutdown();
    }
    assertThat(times(operation)).isEqualTo(RACES);
  }

  private static void await(CyclicBarrier barrier) {
    try {
      barrier.await(60, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static long times(String operation) {
    TagSet tags =
        TagSet.builder()
            .add("component", "kafka.consumer")
            .add("operation", operation)
            .add("error", false)
            .add("span.kind", "consumer")
            .add("upstream.name", "tests")
            .add("kafka.topic", "t")
            .build();
    Object timer = Span$Metrics$.MODULE$.ProcessingTime().withTags(tags);
    return ((Distribution) ((Instrument.Snapshotting<?>) timer).snapshot(false)).count();
  }

  /** Whether a handler sees a context whose span is not made yet. */
  private static boolean waits(ConsumerRecord<?, ?> record) {
    return KafkaInstrumentation.callWithConsumerSpan(
        record, () -> Kamon.currentContext().getClass() != Context.class);
  }

  private static ConsumerRecord<String, String> plain() {
    return new ConsumerRecord<>("t", 0, 0, "k", "v");
  }

  private static ConsumerRecord<String, String> record() {
    Identifier.Scheme scheme = Kamon.identifierScheme();
    SamplingDecision unsampled = Trace$SamplingDecision$DoNotSample$.MODULE$;
    Span parent =
        new Span.Remote(
            scheme.spanIdFactory().generate(),
            Identifier.Empty(),
            Trace$.MODULE$.create(scheme.traceIdFactory().generate(), unsampled));
    ConsumerRecord<String, String> record = plain();
    KafkaInstrumentation.injectContext(Context.of(Span.Key(), parent), record.headers());
    return record;
  }

  /** Asked with what Kamon gives it. */
  public static final class Own implements Sampler {
    @Override
    public SamplingDecision decide(Operation operation) {
      return Trace$SamplingDecision$DoNotSample$.MODULE$;
    }
  }

  /** Ids of another length. */
  public static final class Wide extends Identifier.Scheme {
    public Wide() {
      super(
          Identifier$Factory$.MODULE$.SixteenBytesIdentifier(),
          Identifier$Factory$.MODULE$.SixteenBytesIdentifier());
    }
  }
}
