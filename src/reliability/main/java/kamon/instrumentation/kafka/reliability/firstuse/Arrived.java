package kamon.instrumentation.kafka.reliability.firstuse;

import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.LongAdder;
import kamon.instrumentation.kafka.KafkaInstrumentation;
import kamon.instrumentation.kafka.testbed.ReportedSpan;
import kamon.instrumentation.kafka.testbed.SpanCollector;
import kamon.trace.Span;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** What was sent, what came, and with which spans. Thread-safe. */
final class Arrived {
  private static final String FIELD = "kamon.instrumentation.kafka.internal.weave.Attached";

  private final LongAdder sent = new LongAdder();
  private final LongAdder tracedSent = new LongAdder();
  private final LongAdder came = new LongAdder();
  private final LongAdder tracedCame = new LongAdder();
  private final LongAdder outOfOrder = new LongAdder();
  private final Map<String, Boolean> woven = new ConcurrentSkipListMap<>();
  private final Set<String> spans = ConcurrentHashMap.newKeySet();

  /** False once is false for ever. */
  void looksWoven(Object kafkas) {
    boolean has = false;
    for (Class<?> type : kafkas.getClass().getInterfaces()) {
      has |= type.getName().equals(FIELD);
    }
    woven.merge(kafkas.getClass().getSimpleName(), has, Boolean::logicalAnd);
  }

  void sent(boolean traced) {
    sent.increment();
    tracedSent.add(traced ? 1 : 0);
  }

  void came(ConsumerRecord<String, String> record, int expected) {
    looksWoven(record.headers());
    came.increment();
    outOfOrder.add(record.value().equals("" + expected) ? 0 : 1);
    if (record.key().equals("traced")) {
      tracedCame.increment();
      Span span = KafkaInstrumentation.extractContext(record).get(Span.Key());
      if (!span.isEmpty()) {
        spans.add(span.id().string());
      }
    }
  }

  Map<String, Boolean> woven() {
    return woven;
  }

  /** Waits for the spans that the records tell of. */
  String awaitSpans(SpanCollector collector, Duration atMost) {
    Set<String> reported = new HashSet<>();
    while (!reported.containsAll(spans)) {
      ReportedSpan span = collector.next(atMost);
      if (span.name().equals("producer.send")) {
        reported.add(span.spanId());
      }
    }
    return "sent=%d came=%d out-of-order=%d traced-sent=%d traced-came=%d with-spans=%d"
        .formatted(
            sent.sum(),
            came.sum(),
            outOfOrder.sum(),
            tracedSent.sum(),
            tracedCame.sum(),
            spans.size());
  }
}
