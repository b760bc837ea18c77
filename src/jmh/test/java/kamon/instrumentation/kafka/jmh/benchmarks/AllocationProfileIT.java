package kamon.instrumentation.kafka.jmh.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.HashSet;
import java.util.Set;
import kamon.instrumentation.kafka.jmh.tools.Parent;
import org.junit.jupiter.api.Test;

class AllocationProfileIT {
  private static final int SENDS = 50_000;

  @Test
  void objects_of_a_send_are_found_where_they_are_made() {
    ArrayNode figures = new ObjectMapper().createArrayNode();

    AllocationProfile.profile(Parent.UNSAMPLED, SENDS, figures);

    Set<String> sites = new HashSet<>();
    double bytes = 0;
    for (var site : figures) {
      assertThat(site.get("parent").asText()).isEqualTo("UNSAMPLED");
      sites.add(site.get("method").asText() + " " + site.get("object").asText());
      bytes += site.get("bytes").asDouble();
    }
    assertThat(sites)
        .contains(
            "SendBenchmark.record ProducerRecord", // the caller's
            "ProducerTracing.carrier CarrierRecord",
            "CarrierRecord.<init> RecordHeaders",
            "KctxEncoder.encode byte[]",
            "ProducerSpans.start Span$Local",
            "ProducerTracing.carrier TracedSend");
    // Less than what AllocationIT allows for a JVM whose compiler leaves nothing out, with the
    // record.
    assertThat(bytes).isBetween(1000.0, 1700.0);
  }
}
