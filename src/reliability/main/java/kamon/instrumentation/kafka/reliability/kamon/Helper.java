package kamon.instrumentation.kafka.reliability.kamon;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import kamon.Kamon;
import kamon.context.Context;
import kamon.instrumentation.kafka.ConsumerSpanScope;
import kamon.instrumentation.kafka.KafkaInstrumentation;
import kamon.trace.Span;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;

/** What is done with consumed records: by the helper API, or without it. */
interface Helper {
  <T> T call(ConsumerRecord<String, String> record, Callable<T> action) throws Exception;

  void run(ConsumerRecord<String, String> record, Runnable action);

  <T> CompletableFuture<T> async(
      ConsumerRecord<String, String> record, Callable<CompletableFuture<T>> action)
      throws Exception;

  void batch(List<ConsumerRecord<String, String>> records, Runnable action);

  /** All calls that run nothing of the application's. */
  void others(ConsumerRecord<String, String> record, List<ConsumerRecord<String, String>> records);

  /** As an application does without us. */
  final class None implements Helper {
    @Override
    public <T> T call(ConsumerRecord<String, String> record, Callable<T> action) throws Exception {
      return action.call();
    }

    @Override
    public void run(ConsumerRecord<String, String> record, Runnable action) {
      action.run();
    }

    @Override
    public <T> CompletableFuture<T> async(
        ConsumerRecord<String, String> record, Callable<CompletableFuture<T>> action)
        throws Exception {
      return action.call();
    }

    @Override
    public void batch(List<ConsumerRecord<String, String>> records, Runnable action) {
      action.run();
    }

    @Override
    public void others(
        ConsumerRecord<String, String> record, List<ConsumerRecord<String, String>> records) {}
  }

  /** Ours. */
  final class Ours implements Helper {
    @Override
    public <T> T call(ConsumerRecord<String, String> record, Callable<T> action) throws Exception {
      return KafkaInstrumentation.callWithConsumerSpan(record, action);
    }

    @Override
    public void run(ConsumerRecord<String, String> record, Runnable action) {
      KafkaInstrumentation.runWithConsumerSpan(record, action);
    }

    @Override
    public <T> CompletableFuture<T> async(
        ConsumerRecord<String, String> record, Callable<CompletableFuture<T>> action)
        throws Exception {
      return KafkaInstrumentation.runWithConsumerSpanAsync(record, action);
    }

    @Override
    public void batch(List<ConsumerRecord<String, String>> records, Runnable action) {
      KafkaInstrumentation.runWithBatchSpan(records, action);
    }

    @Override
    public void others(
        ConsumerRecord<String, String> record, List<ConsumerRecord<String, String>> records) {
      finish(KafkaInstrumentation.consumerSpan(record));
      finish(KafkaInstrumentation.batchSpan(records));
      try (ConsumerSpanScope scope = KafkaInstrumentation.enter(record)) {
        scope.fail(new IllegalStateException("of the application"));
      }
      try (ConsumerSpanScope scope = KafkaInstrumentation.enterBatch(records)) {
        scope.fail(new IllegalStateException("of the application"));
      }
      Context context = KafkaInstrumentation.extractContext(record);
      KafkaInstrumentation.injectContext(context, new RecordHeaders());
      KafkaInstrumentation.extractContext(record.headers()).tags();
    }

    /** The application's own call, with what Kamon throws. */
    private static void finish(Span span) {
      try {
        span.finish();
      } catch (Throwable t) {
        Kamon.clock(); // nothing of ours
      }
    }
  }
}
