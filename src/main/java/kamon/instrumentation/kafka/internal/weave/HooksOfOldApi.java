package kamon.instrumentation.kafka.internal.weave;

import static kamon.instrumentation.kafka.internal.weave.Hooks.advised;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * Where we hook into the API of Kamon's own Kafka module, by signatures of Kamon 2: all else in the
 * first two classes ends in the methods here.
 */
final class HooksOfOldApi {
  private static final String CLIENTS = "org.apache.kafka.clients.";
  private static final String CONSUMER_RECORD = CLIENTS + "consumer.ConsumerRecord";
  private static final String CONFIG = "com.typesafe.config.Config";
  private static final String OLD_API = "kamon.instrumentation.kafka.client.KafkaInstrumentation$";

  static final List<Hook> ALL =
      Collections.unmodifiableList(
          Arrays.asList(
              Hook.advised(
                  OLD_API,
                  advised("OldSettingsAdvice", "readSettings", CONFIG),
                  // As Scala 2.11 names it.
                  advised("OldSettingsAdvice", OLD_API.replace('.', '$') + "$readSettings", CONFIG),
                  advised(
                      "OldRunAdvice",
                      "runWithConsumerSpan",
                      CONSUMER_RECORD,
                      "java.lang.String",
                      "boolean",
                      "scala.Function0"),
                  advised("OldSpanAdvice", "consumerSpan", CONSUMER_RECORD, "java.lang.String"),
                  advised("OldCopyAdvice", "copyHiddenState", CONSUMER_RECORD, CONSUMER_RECORD)),
              Hook.advised(
                  OLD_API + "Syntax$",
                  advised("OldContextAdvice", "context$extension", CONSUMER_RECORD)),
              Hook.advised(CONSUMER_RECORD)
                  .with(
                      new Hook.Mixin(
                          "kamon.instrumentation.kafka.client.ConsumedRecordData",
                          Hooks.PACKAGE + "OldFactsMixin"))));

  private HooksOfOldApi() {}
}
