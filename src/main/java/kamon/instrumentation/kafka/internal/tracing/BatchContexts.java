package kamon.instrumentation.kafka.internal.tracing;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import kamon.context.Context;
import kamon.trace.Span;

/** What the records of a batch carry: who sent them, and what they have in common. */
final class BatchContexts {
  static final int MAX_SENDERS = 128;

  private final Set<String> senderIds = new HashSet<>();
  private final List<Span> senders = new ArrayList<>();
  private boolean anyWithoutSender;

  private Context first;
  private Map<String, Object> entries = Collections.emptyMap();
  private boolean alike = true;

  void add(Context incoming) {
    Span sender = incoming.get(Span.Key());
    if (sender.isEmpty()) {
      anyWithoutSender = true;
    } else if (senderIds.add(sender.trace().id().string() + sender.id().string())
        && senders.size() < MAX_SENDERS) {
      senders.add(sender);
    }
    if (first == null) {
      first = incoming;
      entries = entries(incoming);
    } else if (alike && incoming != first) {
      alike = incoming.tags().equals(first.tags()) && entries(incoming).equals(entries);
    }
  }

  /** All but the span. */
  private static Map<String, Object> entries(Context context) {
    Map<String, Object> all = new HashMap<>(4);
    scala.collection.Iterator<Context.Entry> entries = context.entries();
    while (entries.hasNext()) {
      Context.Entry entry = entries.next();
      if (!entry.key().equals(Span.Key().name())) {
        all.put(entry.key(), entry.value());
      }
    }
    return all;
  }

  /** What the first record carries; null where there is none. */
  Context first() {
    return first;
  }

  /** The spans that have sent the records, each once; not more than are linked to. */
  List<Span> senders() {
    return senders;
  }

  /** How many more there are. */
  int sendersLeftOut() {
    return senderIds.size() - senders.size();
  }

  /** Whether one span has sent all records. */
  boolean haveOneSender() {
    return senderIds.size() == 1 && !anyWithoutSender;
  }

  /**
   * A context with the tags and entries that all records carry; else, or if there are none, this.
   */
  Context commonOr(Context current) {
    boolean nothing = first == null || (first.tags().isEmpty() && entries.isEmpty());
    return alike && !nothing ? first : current;
  }
}
