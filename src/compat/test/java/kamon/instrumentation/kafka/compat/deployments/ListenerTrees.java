package kamon.instrumentation.kafka.compat.deployments;

/** The traces of the application with a listener of every kind, as {@link SpanTree} shows them. */
final class ListenerTrees {
  private static final String ALWAYS =
      """
      record
        producer.send record
          consumer.process record
            producer.send out
      payload
        producer.send payload
          consumer.process payload
            producer.send out
      payload
        producer.send payload
          consumer.process payload
            producer.send out
      manual
        producer.send manual
          consumer.process manual
      batch
        producer.send batch
          consumer.process-batch batch
            producer.send out
      intercepted
        producer.send intercepted
          consumer.process intercepted
      intercepted
        producer.send intercepted
      %s\
      named
        producer.send named
          handle named named
            producer.send out
      future
        producer.send future
          consumer.process future
      future
        producer.send future
          consumer.process future (failed)
      %s\
      failing
        producer.send failing
          consumer.process failing (failed)
          consumer.process failing (failed)
            producer.send failing-dead
              consumer.process failing-dead
      burst
        producer.send burst
      burst
        producer.send burst
      hidden
        producer.send hidden
          consumer.process hidden (failed)
      retried
        producer.send retried
          consumer.process retried (failed)
            producer.send retried-retry
              consumer.process retried-retry (failed)
                producer.send retried-dlt
                  consumer.process retried-dlt
      """;

  private static final String AWAITED =
      """
      replying
        producer.send replying
          consumer.process replying
            producer.send replies
      mono
        producer.send mono
          consumer.process mono
      mono
        producer.send mono
          consumer.process mono (failed)
      %s\
      unsent
        producer.send unsent
          consumer.process unsent (failed)
            producer.send replies (failed)
      %s\
      lost
        producer.send lost
          consumer.process lost (failed)
            producer.send replies (failed)
      """;

  private static final String AFTER_UNSENT =
      """
      unsent
        producer.send unsent
          consumer.process unsent
            producer.send replies
      """;

  /** What the error handler makes of an asynchronous failure, by the headers of the record. */
  private static final String RETRIED =
      """
          consumer.process %1$s (failed)
          producer.send %1$s-dead
            consumer.process %1$s-dead
      """;

  private static final String SHARED =
      """
      share
        producer.send share
          consumer.process share
            producer.send out
      share
        producer.send share
          consumer.process share (failed)
            producer.send out
      share
        producer.send share
          consumer.process share (failed)
            producer.send out
      """;

  /** A batch of two, from two traces, twice. */
  static final String BURST =
      """
      consumer.process-batch burst (failed)
      consumer.process-batch burst (failed)
        producer.send burst-dead
          consumer.process burst-dead
        producer.send burst-dead
          consumer.process burst-dead
      """;

  private ListenerTrees() {}

  /** All traces but those of the batch, in the order of their requests. */
  static String of(SpringKafka release) {
    boolean retries = release.retriesAsynchronous();
    return ALWAYS.formatted(
            release.interceptsEarly() ? "" : "    consumer.process intercepted\n",
            retries ? RETRIED.formatted("future") : "")
        + (release.awaits()
            ? AWAITED.formatted(
                retries ? RETRIED.formatted("mono") : "", release.subscribes() ? AFTER_UNSENT : "")
            : "")
        + (release.shares() ? SHARED : "");
  }
}
