package kamon.instrumentation.kafka.reliability.security;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import kamon.instrumentation.kafka.testbed.BrokerExtension;
import kamon.instrumentation.kafka.testbed.ChildJvm;
import kamon.instrumentation.kafka.testbed.KafkaBroker;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What our loggers say at TRACE, wherever there are secrets and line breaks. */
@ExtendWith(BrokerExtension.class)
class SecretsIT {

  @Test
  void no_line_of_ours_has_a_key_a_value_a_tag_or_a_line_break_of_somebody_elses(
      KafkaBroker broker) {
    String topic = "secrets-" + UUID.randomUUID();
    broker.createTopic(topic, 1);
    try (ChildJvm child =
        ChildJvm.main(SecretsMain.class.getName())
            .jvmArgs("-javaagent:" + System.getProperty("agent.jar"), "-Dfile.encoding=UTF-8")
            .jvmArgs("-Dkamon.init.hide-banner=yes", "-Dkamon.trace.sampler=always")
            .args(broker.bootstrapServers(), topic)
            .start()) {
      assertThat(child.awaitExit(Duration.ofMinutes(2))).isZero();
      List<String> lines = child.lines();
      assertThat(lines).contains("done", "failed", "not sent");
      assertSaid(lines);
      assertThat(lines).noneMatch(SecretsIT::hasSecret);
      // Where somebody else's text may stand, it stands within a line.
      assertThat(lines).anyMatch(line -> line.indexOf(Hostile.FORGED) > 0);
      assertThat(lines).noneMatch(line -> line.startsWith(Hostile.FORGED));
      assertThat(lines)
          .allMatch(line -> line.chars().noneMatch(c -> Character.isISOControl(c) && c != '\t'));
    }
  }

  /** Each kind of line that can have something of somebody else's, so that none is missed. */
  private static void assertSaid(List<String> lines) {
    for (String part :
        List.of(
            "header \"kctx\" counts as no incoming context",
            "header \"traceparent\" counts as no incoming context",
            "header \"b3\" counts as no incoming context",
            "header \"X-B3-TraceId\"",
            "A member of a record's header \"baggage\" is left out",
            "header \"context-tags\" is not read",
            "does not travel with records: the header \"baggage\" has no such keys",
            "is over kamon.propagation.binary.default.max-outgoing-size",
            "was still open when its consumer",
            "UnmadePropagator\" cannot be used (java.lang.IllegalStateException: cannot be made",
            "without its context: with it the record would be larger",
            "Propagator kamon.instrumentation.kafka.reliability.security.BrokenPropagator could"
                + " not read the context of a record")) {
      assertThat(lines).anyMatch(line -> line.startsWith("LOG WARN ") && line.contains(part));
    }
    assertThat(lines).anyMatch(line -> line.startsWith("LOG DEBUG Propagator "));
  }

  private static boolean hasSecret(String line) {
    byte[] secret = Hostile.SECRET.getBytes(UTF_8);
    return line.contains(Hostile.SECRET)
        || line.contains(HexFormat.of().formatHex(secret))
        || line.contains(Base64.getEncoder().encodeToString(secret).substring(0, 7));
  }
}
