package kamon.instrumentation.kafka.internal.weave;

import kamon.instrumentation.kafka.client.ConsumedRecordData;

/** What a ConsumerRecord implements with {@link OldFactsMixin}. */
abstract class OldFactsType implements ConsumedRecordData {}
