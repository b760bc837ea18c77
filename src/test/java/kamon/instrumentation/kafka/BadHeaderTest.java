package kamon.instrumentation.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import kamon.instrumentation.kafka.testbed.ReportedSpan;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class BadHeaderTest {
  @RegisterExtension final Tracing tracing = new Tracing();

  @Test
  void action_runs_whatever_the_header_holds_and_the_log_stays_readable() {
    try (Logs logs = new Logs()) {
      List<byte[]> bad = badHeaders();
      List<byte[]> seen = new ArrayList<>();
      for (byte[] kctx : bad) {
        KafkaInstrumentation.runWithConsumerSpan(
            record(kctx),
            () -> {
              seen.add(kctx);
            });
      }
      assertThat(seen).hasSameSizeAs(bad).hasSizeGreaterThan(1000);
      assertThat(tracing.next(bad.size())).noneMatch(ReportedSpan::error);
      // At most one line for each kind of trouble, whatever came before in this JVM.
      assertThat(logs.warnings())
          .allMatch(line -> line.matches("(A record's header \"kctx\"|Context tag) .*"))
          .extracting(line -> line.split(" ")[0])
          .doesNotHaveDuplicates();
    }
  }

  private static List<byte[]> badHeaders() {
    byte[] good = Kctx.write(Kctx.incoming("tenant", "acme"));
    List<byte[]> bad = new ArrayList<>();
    bad.add(null);
    bad.add(new byte[0]);
    bad.add(new byte[1024 * 1024]);
    for (int length = 1; length < good.length; length++) {
      bad.add(Arrays.copyOf(good, length));
    }
    for (int bit = 0; bit < good.length * 8; bit++) {
      byte[] flipped = good.clone();
      flipped[bit / 8] ^= (byte) (1 << (bit % 8));
      bad.add(flipped);
    }
    Random random = new Random(42);
    while (bad.size() < 1500) {
      byte[] noise = new byte[random.nextInt(200)];
      random.nextBytes(noise);
      bad.add(noise);
    }
    return bad;
  }

  private static ConsumerRecord<String, String> record(byte[] kctx) {
    ConsumerRecord<String, String> record = new ConsumerRecord<>("topic", 0, 0, "key", "value");
    record.headers().add("kctx", kctx);
    return record;
  }
}
