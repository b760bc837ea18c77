package kamon.instrumentation.kafka;

import java.util.Locale;
import kamon.Kamon;
import kamon.context.Context;
import kamon.instrumentation.kafka.testbed.ReportedSpan;
import kamon.trace.Identifier;
import kamon.trace.Span;
import kamon.trace.Trace;
import kamon.trace.Trace$;
import kamon.trace.Trace$SamplingDecision$Sample$;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Records of senders that go by numbers. */
final class Senders {
  private Senders() {}

  static ReportedSpan.Link link(int sender) {
    return new ReportedSpan.Link("FollowsFrom", id(0xb000 + sender), id(0xa000 + sender));
  }

  static ConsumerRecord<String, String> sent(String topic, int partition, int sender) {
    return sent(topic, partition, senderSpan(sender));
  }

  static ConsumerRecord<String, String> sent(
      String topic, int partition, int sender, String tenant) {
    return sent(topic, partition, senderSpan(sender).withTag("tenant", tenant));
  }

  static ConsumerRecord<String, String> sent(String topic, int partition, Context context) {
    ConsumerRecord<String, String> record = plain(topic, partition);
    record.headers().add("kctx", Kctx.write(context));
    return record;
  }

  static ConsumerRecord<String, String> plain(String topic, int partition) {
    return new ConsumerRecord<>(topic, partition, 0, "key", "value");
  }

  private static Context senderSpan(int sender) {
    ReportedSpan.Link link = link(sender);
    Identifier.Scheme scheme = Kamon.identifierScheme();
    Trace trace =
        Trace$.MODULE$.create(
            scheme.traceIdFactory().from(link.traceId()), Trace$SamplingDecision$Sample$.MODULE$);
    Span span =
        new Span.Remote(scheme.spanIdFactory().from(link.spanId()), Identifier.Empty(), trace);
    return Context.of(Span.Key(), span);
  }

  private static String id(long number) {
    return String.format(Locale.ROOT, "%016x", number);
  }
}
