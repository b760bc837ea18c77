package kamon.instrumentation.kafka.internal.weave;

import kamon.instrumentation.context.HasContext;

/** What a ProducerRecord implements with {@link OldContextMixin}. */
abstract class OldContextType implements HasContext {}
