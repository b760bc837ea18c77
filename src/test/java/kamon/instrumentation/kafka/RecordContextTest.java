package kamon.instrumentation.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import kamon.Kamon;
import kamon.context.Context;
import kamon.instrumentation.kafka.testbed.BrokerExtension;
import kamon.instrumentation.kafka.testbed.KafkaBroker;
import kamon.instrumentation.kafka.testbed.ReportedSpan;
import kamon.instrumentation.kafka.testbed.SpanLifecycle;
import kamon.tag.TagSet;
import kamon.trace.Identifier;
import kamon.trace.Span;
import kamon.trace.Span$Empty$;
import kamon.trace.Trace$;
import kamon.trace.Trace$SamplingDecision$DoNotSample$;
import kamon.trace.Trace$SamplingDecision$Sample$;
import kamon.trace.Trace.SamplingDecision;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Whose context a record gets, for every combination of what the thread, the record and its headers
 * can have: looked at on the other side of a real broker.
 */
@ExtendWith(BrokerExtension.class)
class RecordContextTest {
  private static final String TRACING = "kamon.instrumentation.kafka.client.tracing.";

  enum Has {
    NOTHING,
    TAGS,
    SPAN,
    UNSAMPLED_SPAN,
    /** For the context of a construction: a span, and the record was sent before. */
    USED_SPAN,
    /** For headers: bytes that are no context. */
    RUBBISH;

    static final List<Has> CURRENT = List.of(NOTHING, TAGS, SPAN, UNSAMPLED_SPAN);
    static final List<Has> CAPTURED = List.of(NOTHING, TAGS, SPAN, USED_SPAN);
    static final List<Has> HEADERS = List.of(NOTHING, TAGS, SPAN, UNSAMPLED_SPAN, RUBBISH);

    boolean span() {
      return this == SPAN || this == UNSAMPLED_SPAN;
    }

    boolean counts() {
      return span() || this == TAGS;
    }
  }

  @RegisterExtension final Tracing tracing = new Tracing();

  private final Clients clients;

  RecordContextTest(KafkaBroker broker) {
    clients = new Clients(broker);
  }

  @ParameterizedTest
  @CsvSource({"true,true", "true,false", "false,true", "false,false"})
  void every_record_gets_the_context_that_the_design_says(boolean start, boolean goOn)
      throws Exception {
    tracing.configure(
        TRACING
            + "start-trace-on-producer = "
            + start
            + "\n"
            + TRACING
            + "continue-trace-on-consumer = "
            + goOn);
    String topic = clients.newTopic();
    TopicPartition partition = new TopicPartition(topic, 0);
    try (KafkaProducer<String, String> producer = clients.producer();
        KafkaConsumer<String, String> consumer = clients.consumer(topic)) {
      consumer.unsubscribe();
      consumer.assign(List.of(partition));
      consumer.seekToBeginning(List.of(partition));
      for (Has current : Has.CURRENT) {
        for (Has captured : Has.CAPTURED) {
          for (Has headers : Has.HEADERS) {
            check(producer, consumer, topic, current, captured, headers, start, goOn);
          }
        }
      }
      assertThat(consumer.poll(Duration.ofMillis(1))).isEmpty();
    }
  }

  private void check(
      KafkaProducer<String, String> producer,
      KafkaConsumer<String, String> consumer,
      String topic,
      Has hasCurrent,
      Has hasCaptured,
      Has hasHeaders,
      boolean start,
      boolean goOn)
      throws ExecutionException, InterruptedException {
    String row = hasCurrent + ", captured " + hasCaptured + ", headers " + hasHeaders;
    Context current = context(hasCurrent, "current");
    Context captured = context(hasCaptured, "captured");
    Context incoming = context(hasHeaders, "headers");
    ProducerRecord<String, String> record =
        Tracing.within(
            captured,
            () ->
                new ProducerRecord<>(topic, null, null, "key", "v", headers(hasHeaders, incoming)));
    if (hasCaptured == Has.USED_SPAN) {
      producer.send(record).get();
      Clients.poll(consumer, 1);
      tracing.next();
    }
    long startedBefore = SpanLifecycle.started();
    Tracing.within(current, () -> Clients.get(producer.send(record)));
    ConsumerRecord<String, String> received = Clients.poll(consumer, 1).get(0);
    long started = SpanLifecycle.started() - startedBefore;

    // What the design says.
    boolean capturedCounts = hasCaptured.counts();
    Span parent =
        hasCurrent.span()
            ? current.get(Span.Key())
            : hasCaptured.span()
                ? captured.get(Span.Key())
                : goOn ? incoming.get(Span.Key()) : Span$Empty$.MODULE$;
    Span link =
        parent.isEmpty() && !goOn && hasHeaders.span()
            ? incoming.get(Span.Key())
            : Span$Empty$.MODULE$;
    TagSet tags =
        hasCurrent.span()
            ? current.tags()
            : incoming
                .tags()
                .withTags(capturedCounts ? captured.tags() : TagSet.Empty())
                .withTags(current.tags());
    boolean span = !parent.isEmpty() || start;

    assertThat(started).as("spans of %s", row).isEqualTo(span ? 1 : 0);
    List<byte[]> kctx = Kctx.all(received.headers());
    if (!span && link.isEmpty() && tags.isEmpty()) {
      assertThat(received.headers().toArray()).as("headers of %s", row).isEmpty();
      return;
    }
    assertThat(received.headers().toArray()).as("headers of %s", row).hasSize(1);
    Context written = Kctx.read(kctx.get(0));
    assertThat(written.tags().without("upstream.name")).as("tags of %s", row).isEqualTo(tags);
    Span sent = written.get(Span.Key());
    if (!span) {
      assertThat(sent.id()).as("span of %s", row).isEqualTo(link.id());
      assertThat(sent.trace().id()).isEqualTo(link.trace().id());
      return;
    }
    assertThat(sent.parentId()).as("parent of %s", row).isEqualTo(parent.id());
    if (!parent.isEmpty()) {
      assertThat(sent.trace().id()).as("trace of %s", row).isEqualTo(parent.trace().id());
      assertThat(sent.trace().samplingDecision()).isSameAs(parent.trace().samplingDecision());
    }
    if (sent.trace().samplingDecision() == Trace$SamplingDecision$Sample$.MODULE$) {
      ReportedSpan reported = tracing.next();
      assertThat(reported.spanId()).as("span of %s", row).isEqualTo(sent.id().string());
      assertThat(reported.links())
          .as("links of %s", row)
          .isEqualTo(
              link.isEmpty()
                  ? List.of()
                  : List.of(
                      new ReportedSpan.Link(
                          "FollowsFrom", link.trace().id().string(), link.id().string())));
    }
  }

  private static Context context(Has has, String of) {
    return switch (has) {
      case NOTHING, RUBBISH -> Context.Empty();
      case TAGS -> tags(of);
      case SPAN, USED_SPAN -> tags(of).withEntry(Span.Key(), span(true));
      case UNSAMPLED_SPAN -> tags(of).withEntry(Span.Key(), span(false));
    };
  }

  private static Context tags(String of) {
    return Context.of("tenant", of).withTag("only-" + of, true);
  }

  private static Span span(boolean sampled) {
    SamplingDecision decision =
        sampled
            ? Trace$SamplingDecision$Sample$.MODULE$
            : Trace$SamplingDecision$DoNotSample$.MODULE$;
    Identifier.Scheme scheme = Kamon.identifierScheme();
    return new Span.Remote(
        scheme.spanIdFactory().generate(),
        Identifier.Empty(),
        Trace$.MODULE$.create(scheme.traceIdFactory().generate(), decision));
  }

  private static RecordHeaders headers(Has has, Context context) {
    RecordHeaders headers = new RecordHeaders();
    if (has == Has.RUBBISH) {
      headers.add("kctx", new byte[] {1, 2, 3});
    } else if (has != Has.NOTHING) {
      headers.add("kctx", Kctx.write(context));
    }
    return headers;
  }
}
