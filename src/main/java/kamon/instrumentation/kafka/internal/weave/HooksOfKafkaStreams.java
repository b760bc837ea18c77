package kamon.instrumentation.kafka.internal.weave;

import static kamon.instrumentation.kafka.internal.weave.Hooks.advised;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * Where we hook into the tasks of Kafka Streams: the same in every release from 2.8 to 4.4, but for
 * what is there more than once.
 */
final class HooksOfKafkaStreams {
  private static final String OBJECT = "java.lang.Object";
  private static final String STREAMS = "org.apache.kafka.streams.";
  private static final String INTERNALS = STREAMS + "processor.internals.";
  private static final String PROCESSOR_CONTEXT = INTERNALS + "InternalProcessorContext";
  private static final String RECORD = STREAMS + "processor.api.Record";
  private static final String HANDLER = STREAMS + "errors.ProcessingExceptionHandler";
  private static final String STATE = STREAMS + "state.";
  private static final String OPERATORS = STREAMS + "kstream.internals.";
  private static final String EMIT_STRATEGY = STREAMS + "kstream.EmitStrategy";
  private static final String SERIALIZER = "org.apache.kafka.common.serialization.Serializer";
  private static final String HEADERS = "org.apache.kafka.common.header.Headers";
  private static final String PARTITIONER = STREAMS + "processor.StreamPartitioner";
  private static final String STRING = "java.lang.String";
  private static final String LONG = "java.lang.Long";
  private static final String INTEGER = "java.lang.Integer";

  static final List<Hook> ALL =
      Collections.unmodifiableList(
          Arrays.asList(
              Hook.advised(
                  INTERNALS + "StreamTask",
                  advised(
                      "StreamsRecordAdvice",
                      "updateProcessorContext",
                      INTERNALS + "ProcessorNode",
                      "long",
                      INTERNALS + "ProcessorRecordContext"),
                  advised("StreamsProcessAdvice", "process", "long"),
                  advised("StreamsCloseAdvice", "close", "boolean"),
                  // To become a standby task.
                  advised("StreamsCloseAdvice", "closeCleanAndRecycleState"),
                  advised("StreamsCloseAdvice", "prepareRecycle")),
              Hook.advised(
                  INTERNALS + "ProcessorContextImpl",
                  advised("StreamsForwardAdvice", "forward", RECORD, STRING)),
              Hook.advised(
                  INTERNALS + "RecordCollectorImpl",
                  advised(
                      "StreamsSinkAdvice",
                      "send",
                      STRING,
                      OBJECT,
                      OBJECT,
                      HEADERS,
                      LONG,
                      SERIALIZER,
                      SERIALIZER,
                      PARTITIONER),
                  advised(
                      "StreamsSinkAdvice",
                      "send",
                      STRING,
                      OBJECT,
                      OBJECT,
                      HEADERS,
                      LONG,
                      SERIALIZER,
                      SERIALIZER,
                      STRING,
                      PROCESSOR_CONTEXT,
                      PARTITIONER),
                  advised(
                      "StreamsChangelogAdvice",
                      "send",
                      STRING,
                      OBJECT,
                      OBJECT,
                      HEADERS,
                      INTEGER,
                      LONG,
                      SERIALIZER,
                      SERIALIZER),
                  advised(
                      "StreamsChangelogAdvice",
                      "send",
                      STRING,
                      OBJECT,
                      OBJECT,
                      HEADERS,
                      INTEGER,
                      LONG,
                      SERIALIZER,
                      SERIALIZER,
                      STRING,
                      PROCESSOR_CONTEXT)),
              Hook.advised(
                      INTERNALS + "ProcessorNode",
                      advised("StreamsHandlerAdvice", "init", PROCESSOR_CONTEXT, HANDLER))
                  .since(HANDLER),
              Hook.advised(
                      OPERATORS + "KStreamKStreamJoin$KStreamKStreamJoinProcessor",
                      advised(
                          "StreamsUnmatchedAdvice",
                          "emitNonJoinedOuterRecords",
                          STATE + "WindowStore"),
                      advised(
                          "StreamsUnmatchedAdvice",
                          "emitNonJoinedOuterRecords",
                          STATE + "KeyValueStore"),
                      advised(
                          "StreamsUnmatchedAdvice",
                          "emitNonJoinedOuterRecords",
                          STATE + "KeyValueStore",
                          RECORD))
                  // Of the store with what has found no other; before, it came out at once.
                  .since(STATE + "internals.LeftOrRightValue"),
              Hook.advised(
                      OPERATORS + "KStreamKTableJoinProcessor",
                      advised(
                          "StreamsBufferedAdvice",
                          "emit",
                          STATE + "internals.TimeOrderedKeyValueBuffer$Eviction"))
                  // Of the first release with a grace period for such joins.
                  .since(STATE + "internals.RocksDBTimeOrderedKeyValueBuffer"),
              // What windows emit once, when they close.
              Hook.advised(
                      OPERATORS + "AbstractKStreamTimeWindowAggregateProcessor",
                      advised(
                          "StreamsUnmatchedAdvice", "fetchAndEmit", RECORD, "long", "long", "long"))
                  .since(EMIT_STRATEGY),
              Hook.advised(
                      OPERATORS
                          + "KStreamSessionWindowAggregate$KStreamSessionWindowAggregateProcessor",
                      advised(
                          "StreamsUnmatchedAdvice", "fetchAndEmit", RECORD, "long", "long", "long"))
                  .since(EMIT_STRATEGY)));

  private HooksOfKafkaStreams() {}
}
