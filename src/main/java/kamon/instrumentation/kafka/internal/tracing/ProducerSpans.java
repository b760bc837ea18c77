package kamon.instrumentation.kafka.internal.tracing;

import java.util.concurrent.atomic.AtomicBoolean;
import kamon.Kamon;
import kamon.context.Context;
import kamon.instrumentation.kafka.internal.log.Warning;
import kamon.instrumentation.kafka.internal.propagation.Formats;
import kamon.instrumentation.kafka.internal.settings.Policy;
import kamon.instrumentation.kafka.internal.settings.TagSettings;
import kamon.trace.Span;
import kamon.trace.Span$Empty$;
import kamon.trace.Span$Link$Kind$FollowsFrom$;
import kamon.trace.SpanBuilder;
import kamon.trace.Trace;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes producer.send spans. */
final class ProducerSpans {
  private static final Logger LOG = LoggerFactory.getLogger("kamon.instrumentation.kafka");
  private static final Warning NO_SPAN = new Warning();
  private static final AtomicBoolean NOT_INITIALISED_SAID = new AtomicBoolean();

  private ProducerSpans() {}

  /**
   * A started span; the empty one when none is wanted, Kamon is not running, or it throws, as it
   * does when a sampler of the application's throws. Then the sender's context travels as it is.
   *
   * @param sender the context whose span is the parent, if any
   * @param link the empty span for none
   * @param decision of the sampler, where it was asked for a trace that starts; null if not
   */
  static Span start(
      ClientIdentity producer,
      ProducerRecord<?, ?> record,
      Context sender,
      Span link,
      Policy policy,
      String name,
      Trace.SamplingDecision decision) {
    try {
      return made(producer, record, sender, link, policy, name, decision);
    } catch (Throwable t) {
      NO_SPAN.log("A record is sent without a span", t);
      return Span$Empty$.MODULE$;
    }
  }

  private static Span made(
      ClientIdentity producer,
      ProducerRecord<?, ?> record,
      Context sender,
      Span link,
      Policy policy,
      String name,
      Trace.SamplingDecision decision) {
    Span parent = sender.get(Span.Key());
    if (!policy.spansWanted() || (parent.isEmpty() && !policy.startTraceOnProducer())) {
      return Span$Empty$.MODULE$;
    }
    SpanBuilder builder = Kamon.producerSpanBuilder(name, "kafka.producer").context(sender);
    if (decision == null) {
      Sampling.suggest(builder, parent, policy);
    } else {
      builder.samplingDecision(decision);
    }
    if (!link.isEmpty()) {
      builder.link(link, Span$Link$Kind$FollowsFrom$.MODULE$);
    }
    if (parent.isRemote() && Formats.conflict(sender) != null) {
      builder.tag(KafkaTags.PROPAGATION_CONFLICT, Formats.conflict(sender));
    }
    TagSettings tags = policy.tags();
    SpanTags.put(builder, tags.topic(), record.topic());
    boolean all = Sampling.tagsWanted(parent, policy);
    if (all || tags.key().isMeasured()) {
      SpanTags.putKey(builder, tags, record.key());
    }
    if (all) {
      SpanTags.put(builder, tags.clientId(), producer.clientId());
      MessagingTags.put(builder, tags, MessagingTags.SEND, record.value());
      SpanTags.putHeaders(builder, tags, record.headers());
    }
    Span span = SpanStart.now(builder);
    if (span.isEmpty() && NOT_INITIALISED_SAID.compareAndSet(false, true)) {
      LOG.warn(
          "Records are sent to Kafka, but Kamon is not running: they get no span until the"
              + " application calls Kamon.init(), or the agent is started with"
              + " -javaagent:kamon-kafka-agent.jar=init");
    }
    return span;
  }
}
