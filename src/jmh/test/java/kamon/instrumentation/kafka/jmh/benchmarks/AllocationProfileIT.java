package kamon.instrumentation.kafka.jmh.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import kamon.instrumentation.kafka.jmh.Effort;
import org.junit.jupiter.api.Test;

class AllocationProfileIT {
  private static final int SENDS = 50_000;

  @Test
  void objects_of_a_send_are_found_where_they_are_made() throws Exception {
    List<String> sites = new ArrayList<>();
    double unsampled = 0;
    for (JsonNode site : AllocationProfile.run(new Effort(false, 0, 0, 0, 0, 0, 0, SENDS, 0))) {
      if (site.get("parent").asText().equals("UNSAMPLED")) {
        sites.add(site.get("method").asText() + " " + site.get("object").asText());
        unsampled += site.get("bytes").asDouble();
      }
    }
    assertThat(sites)
        .doesNotHaveDuplicates()
        .contains(
            "SendBenchmark.record ProducerRecord", // the caller's
            "ProducerTracing.carrier CarrierRecord",
            "ProducerTracing.carrier TracedSend",
            "CarrierRecord.<init> RecordHeaders",
            "KctxEncoder.encode byte[]",
            "ProducerSpans.start Span$Local");
    // Less than what AllocationIT allows for a JVM whose compiler leaves nothing out, with the
    // record.
    assertThat(unsampled).isBetween(1000.0, 1700.0);
  }
}
