package kamon.instrumentation.kafka.reliability.soak;

import java.util.concurrent.atomic.LongAdder;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * What one group has consumed. Records of one producer in one partition come in the order of their
 * numbers: one that is higher than expected means that others were lost, a lower one comes again.
 */
final class Ledger {
  private final long[][] expected;
  private final LongAdder processed = new LongAdder();
  private final LongAdder first = new LongAdder();
  private final LongAdder again = new LongAdder();
  private final LongAdder lost = new LongAdder();
  private final LongAdder damaged = new LongAdder();
  private final LongAdder uncommitted = new LongAdder();
  private final Window window;

  Ledger(int producers, int partitions, Window window) {
    this.expected = new long[partitions][producers];
    this.window = window;
  }

  void process(ConsumerRecord<byte[], byte[]> record) {
    processed.increment();
    Payload payload = Payload.of(record.value());
    if (payload == null) {
      damaged.increment();
      return;
    }
    long[] ofPartition = expected[record.partition()];
    // Two members may have a partition for a moment: one that was thrown out does not know yet.
    synchronized (ofPartition) {
      long next = ofPartition[payload.producer()];
      if (payload.sequence() < next) {
        again.increment();
        return;
      }
      lost.add(payload.sequence() - next);
      ofPartition[payload.producer()] = payload.sequence() + 1;
    }
    first.increment();
    window.left();
  }

  /** So many records were processed by a member that has gone, and perhaps not committed. */
  void notCommitted(long records) {
    uncommitted.add(records);
  }

  /** Records that were processed, those that came again included. */
  long processed() {
    return processed.sum();
  }

  long consumed() {
    return first.sum();
  }

  @Override
  public String toString() {
    return "consumed=%d again=%d explained=%d lost=%d damaged=%d"
        .formatted(first.sum(), again.sum(), uncommitted.sum(), lost.sum(), damaged.sum());
  }
}
