package kamon.instrumentation.kafka.compat.deployments;

import java.util.Map;
import java.util.TreeMap;

/** The traces of the application with rare listeners, as {@link SpanTree} shows them. */
final class CornerTrees {
  private static final String ALWAYS =
      """
      transacted
        producer.send transacted
          consumer.process transacted
            producer.send out
      transacted
        producer.send transacted
          consumer.process transacted (failed)
            producer.send out
          consumer.process transacted (failed)
            producer.send out
          producer.send transacted-dead
            consumer.process transacted-dead
      reading
        producer.send reading
          consumer.process reading
      reading
        producer.send reading
          consumer.process reading (failed)
            producer.send reading-dead
              consumer.process reading-dead
      observed
        producer.send observed
          consumer.process observed
            producer.send out
      many
        producer.send many
          consumer.process many
            producer.send out
      wrapped
        producer.send wrapped
          consumer.process wrapped
            producer.send out
      enhanced
        producer.send enhanced
          consumer.process enhanced
            producer.send out
      """;

  /** The second call is the RetryTemplate's. */
  private static final String TEMPLATED =
      """
      templated
        producer.send templated
          consumer.process templated (failed)
            producer.send out
          consumer.process templated
            producer.send out
      """;

  private static final String UNDUE =
      """
      undue
        producer.send undue
          consumer.process undue
            producer.send out
      """;

  private static final String OF_BATCHES =
      """
      filtered
        producer.send filtered
      filtered
        producer.send filtered
      messages
        producer.send messages
      messages
        producer.send messages
      whole
        producer.send whole
      whole
        producer.send whole
      kept
        producer.send kept
      kept
        producer.send kept
      cut
        producer.send cut
      cut
        producer.send cut
      """;

  private static final String SHARED =
      """
      sharing
        producer.send sharing
          consumer.process sharing
            producer.send out
      sharing
        producer.send sharing
          consumer.process sharing (failed)
            producer.send out
      """;

  private static final String ASKED =
      """
      questions
        producer.send questions
          consumer.process questions
            producer.send answers
              consumer.process-batch answers
      """;

  /** The listener is called again, and sends once more. */
  static final String SUSPENDED =
      """
      suspended
        producer.send suspended
          consumer.process suspended
            producer.send out
      suspended
        producer.send suspended
          consumer.process suspended (failed)
            producer.send out
          consumer.process suspended (failed)
            producer.send out
          producer.send suspended-dead
            consumer.process suspended-dead
      """;

  private static final String BATCH =
      """
      consumer.process-batch %s
        producer.send out
      """;

  private CornerTrees() {}

  /** All traces but those that begin with a batch, in the order of their requests. */
  static String of(SpringKafka release) {
    return ALWAYS
        + (release.takesTemplates() ? TEMPLATED : "")
        + UNDUE
        + OF_BATCHES
        + (release.shares() ? SHARED : "")
        + ASKED;
  }

  /** Those, by topic. */
  static Map<String, String> batches(SpringKafka release) {
    Map<String, String> trees = new TreeMap<>();
    for (String topic : new String[] {"filtered", "messages", "whole", "kept"}) {
      trees.put(topic, BATCH.formatted(topic));
    }
    if (!release.interceptsEarly()) {
      trees.put("cut", "consumer.process-batch cut\n");
    }
    return trees;
  }
}
