package kamon.instrumentation.kafka.internal.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.MAP;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.util.concurrent.TimeUnit;
import kamon.Kamon;
import kamon.instrumentation.kafka.Logs;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What the rules of tracing.topics say, and of whom. */
@Tag("unit")
class TopicRulesTest {
  private static final Config CONFIG = ConfigFactory.load();
  private static final String TRACING = "kamon.instrumentation.kafka.client.tracing.";

  private static final String KEYS =
      "[client, continue-trace-on-consumer, group, operations.batch, operations.consumer,"
          + " operations.producer, sampling-probability, start-trace-on-producer, tags.key, topic,"
          + " trace, use-delayed-spans]";

  private final ClientPolicies orders = new ClientPolicies("orders-1", "orders");
  private final ClientPolicies billing = new ClientPolicies("billing-1", "billing");
  private final ClientPolicies producer = new ClientPolicies("orders-2", null);

  @AfterEach
  void restore() {
    Kamon.reconfigure(CONFIG);
  }

  @Test
  void first_rule_that_fits_topic_client_and_group_counts() {
    Settings settings =
        rules(
            """
            { topic = "audit.*", client = "orders-*", trace = ignore }
            { topic = "audit.*", group = "b*", trace = propagate }
            { topic = "audit.*", use-delayed-spans = yes }
            """);
    assertThat(orders.of(settings, "audit.1").isWanted()).isFalse();
    assertThat(producer.of(settings, "audit.1").isWanted()).isFalse();
    assertThat(billing.of(settings, "audit.1").isWanted()).isTrue();
    assertThat(billing.of(settings, "audit.1").spansWanted()).isFalse();
    assertThat(settings.policy("audit.1").spansWanted()).isTrue();
    assertThat(settings.policy("audit.1").useDelayedSpans()).isTrue();
    assertThat(orders.of(settings, "invoices")).isSameAs(billing.of(settings, "payments"));
    assertThat(orders.of(settings, "invoices").useDelayedSpans()).isFalse();
  }

  @Test
  void rule_says_any_of_it_and_leaves_the_rest_as_it_is() {
    Policy policy =
        rules(
                """
                { topic = "all", start-trace-on-producer = no, continue-trace-on-consumer = no,
                  use-delayed-spans = yes, sampling-probability = 0.25, tags.key = off,
                  operations { producer = "send {topic}", consumer = "{topic}/{group}" } }
                """)
            .topics()
            .of("all", null, "orders");
    assertThat(policy.isWanted()).isTrue();
    assertThat(policy.spansWanted()).isTrue();
    assertThat(policy.startTraceOnProducer()).isFalse();
    assertThat(policy.continuesTrace(-1)).isFalse();
    assertThat(policy.useDelayedSpans()).isTrue();
    assertThat(policy.hasSamplingProbability()).isTrue();
    assertThat(policy.samplingProbability()).isEqualTo(0.25);
    assertThat(policy.tags().key().isWanted()).isFalse();
    assertThat(policy.operations().producer("all")).isEqualTo("send all");
    assertThat(policy.operations().consumer("consumer.process", "all", "orders"))
        .isEqualTo("all/orders");
    assertThat(policy.operations().batch("consumer.process-batch", "all", null))
        .isEqualTo("consumer.process-batch");

    Policy other = Settings.current().topics().of("other", null, "orders"); // which has no rule
    assertThat(other.startTraceOnProducer()).isTrue();
    assertThat(other.continuesTrace(0)).isTrue();
    assertThat(other.useDelayedSpans()).isFalse();
    assertThat(other.hasSamplingProbability()).isFalse();
    assertThat(other.tags().key().isWanted()).isTrue();
    assertThat(other.operations().producer("other")).isEqualTo("producer.send");
  }

  @Test
  void rule_inherits_what_is_said_for_all() {
    Kamon.reconfigure(
        ConfigFactory.parseString(
                TRACING
                    + "continue-trace-on-consumer = no\n"
                    + TRACING
                    + "topics = [{ topic = a }, { topic = b, continue-trace-on-consumer = yes }]")
            .withFallback(CONFIG));
    assertThat(Settings.current().policy("a").continuesTrace(-1)).isFalse();
    assertThat(Settings.current().policy("b").continuesTrace(-1)).isTrue();
  }

  @Test
  void age_decides_and_what_has_none_goes_on() {
    Policy policy =
        rules("{ topic = \"*\", continue-trace-on-consumer = 1 hour }").policy("orders");
    long now = System.currentTimeMillis();
    assertThat(policy.continuesTrace(now)).isTrue();
    assertThat(policy.continuesTrace(now - TimeUnit.MINUTES.toMillis(59))).isTrue();
    assertThat(policy.continuesTrace(now - TimeUnit.MINUTES.toMillis(61))).isFalse();
    assertThat(policy.continuesTrace(0)).isFalse();
    assertThat(policy.continuesTrace(-1)).isTrue();
    assertThat(policy.continuesTrace(now + TimeUnit.DAYS.toMillis(1))).isTrue();
    assertThat(policy.continuesTrace(Long.MAX_VALUE)).isTrue();
  }

  @Test
  void what_is_wrong_is_said_with_its_rule_and_key() {
    try (Logs logs = new Logs()) {
      Settings settings =
          rules(
              """
              { topic = a, trace = perhaps }
              { trace = ignore }
              { topic = b, group = [c] }
              { topic = d, tracee = ignore, use-delayed-spans = 7, sampling-probability = 1.5 }
              { topic = e, tags.key = hidden, continue-trace-on-consumer = -1 hour, operations = no }
              { topic = f, trace = ignore }
              """);
      String topics = "Setting " + TRACING + "topics.";
      assertThat(logs.awaitWarnings(9))
          .containsExactly(
              topics
                  + "0 (\"a\") has trace = \"perhaps\", which is not yes, propagate or ignore: this"
                  + " rule is left out",
              topics + "1 = {\"trace\":\"ignore\"} has no topic: this rule is left out",
              topics + "2 (\"b\") has group = [\"c\"], which is not a glob: this rule is left out",
              topics
                  + "3 (\"d\") has the unknown key \"tracee\", which is ignored. Keys are "
                  + KEYS,
              topics + "3 (\"d\").use-delayed-spans = 7 is not yes or no, using the default \"no\"",
              topics
                  + "3 (\"d\").sampling-probability = 1.5 is not a number from 0 to 1, using the"
                  + " default \"what Kamon's sampler says\"",
              topics
                  + "4 (\"e\") has the unknown key \"operations\", which is ignored. Keys are "
                  + KEYS,
              topics
                  + "4 (\"e\").continue-trace-on-consumer = \"-1 hour\" is not yes, no, or a"
                  + " duration above 0, using the default \"yes\"",
              topics
                  + "4 (\"e\").tags.key = \"hidden\" is not span, metric, hash or off, using the"
                  + " default \"span\"");
      for (String topic : new String[] {"a", "b", "d", "e"}) {
        assertThat(settings.policy(topic).spansWanted()).isTrue();
        assertThat(settings.policy(topic).useDelayedSpans()).isFalse();
        assertThat(settings.policy(topic).hasSamplingProbability()).isFalse();
        assertThat(settings.policy(topic).tags().key().isWanted()).isTrue();
        assertThat(settings.policy(topic).continuesTrace(0)).isTrue();
      }
      assertThat(settings.policy("f").isWanted()).isFalse();
    }
  }

  @Test
  void rules_are_gone_through_once_for_each_topic_and_client_until_they_change() {
    Settings first = rules("{ topic = \"*\", operations.consumer = \"{topic}\" }");
    Policy policy = orders.of(first, "a topic");
    for (int i = 0; i < 1000; i++) {
      orders.of(first, "topic-" + i); // more than there is room for among the recent ones
    }
    assertThat(orders.of(first, "a topic")).isSameAs(policy);
    Settings second = rules("{ topic = \"*\", trace = ignore }");
    assertThat(orders.of(second, "a topic").isWanted()).isFalse();
    assertThat(orders.of(first, "a topic").isWanted()).isTrue();
  }

  /** Topics may come and go without end. */
  @Test
  void no_more_than_ten_thousand_topics_of_a_client_are_kept() {
    Settings settings = rules("{ topic = \"audit.*\", trace = ignore }");
    for (int i = 0; i < 25_100; i++) {
      assertThat(orders.of(settings, "audit." + i).isWanted()).isFalse();
    }
    assertThat(orders).extracting("known.topics").asInstanceOf(MAP).hasSize(5_100);
  }

  @Test
  void key_is_hashed_with_the_secret_of_all() {
    Kamon.reconfigure(
        ConfigFactory.parseString(
                TRACING
                    + "tags.key-hash-secret = secret\n"
                    + TRACING
                    + "topics = [{ topic = people, tags.key = hash }]")
            .withFallback(CONFIG));
    TagSettings people = Settings.current().policy("people").tags();
    assertThat(people.key().isHashed()).isTrue();
    assertThat(people.keyHash()).isNotNull();
    TagSettings others = Settings.current().policy("others").tags();
    assertThat(others.key().isHashed()).isFalse();
    assertThat(others.key().isWanted()).isTrue();
    assertThat(others.topic()).isSameAs(people.topic());
  }

  private static Settings rules(String rules) {
    String list = rules.strip().replace("}\n{", "},\n{");
    Kamon.reconfigure(
        ConfigFactory.parseString(TRACING + "topics = [" + list + "]").withFallback(CONFIG));
    return Settings.current();
  }
}
