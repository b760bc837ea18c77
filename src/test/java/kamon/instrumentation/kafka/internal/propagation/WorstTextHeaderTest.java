package kamon.instrumentation.kafka.internal.propagation;

import static kamon.instrumentation.kafka.internal.propagation.TextFormats.configured;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Row B3 for text headers: what a sender can make a reader allocate. */
@Tag("unit")
class WorstTextHeaderTest {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final String PARENT = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
  private static final int RANDOM = 3_000;

  // An ordinary record's text headers take 320 to 552 bytes (AllocationIT). The worst is 64 tags in
  // a baggage, 24 KB, which is what they are; 44 for each byte once were properties in a baggage.
  private static final long LIMIT = 28 * 1024;

  @AfterEach
  void restore() {
    TextFormats.restore();
  }

  @Test
  void no_text_header_allocates_more_than_what_the_limits_let_it_say() {
    for (String propagator :
        new String[] {"w3c", "b3", "b3-single", "http", "[w3c, b3, b3-single, http, kctx]"}) {
      Format format = configured(propagator, "double");
      for (Headers headers : hostile()) {
        long size = size(headers);
        format.read(headers); // the first warning is built and logged
        long bytes = bytes(format, headers);
        assertThat(bytes)
            .as("%s of %d bytes: %s", propagator, size, headers)
            .isLessThanOrEqualTo(LIMIT);
      }
    }
  }

  private static List<Headers> hostile() {
    List<Headers> all = new ArrayList<>();
    for (int n : new int[] {1, 64, 2_000, 8_000, 1_000_000}) {
      all.add(w3c(PARENT, ",".repeat(n), ",".repeat(n)));
      all.add(w3c(PARENT, "a=1,".repeat(n), "k=%41,".repeat(n)));
      all.add(w3c(PARENT, "a" + "=".repeat(n), "k=v" + ";p=q".repeat(n)));
      all.add(w3c(PARENT, distinct(n), distinct(n)));
      all.add(w3c(PARENT + "-" + "a".repeat(n), "%".repeat(n), "%".repeat(n)));
      all.add(w3c(" ".repeat(n) + PARENT, " ".repeat(n), "k" + " ".repeat(n) + "=v"));
      String base64 = Base64.getEncoder().encodeToString(new byte[n]);
      all.add(w3c(base64, base64, base64));
      Headers many = new RecordHeaders();
      for (int i = 0; i < Math.min(n, 2_000); i++) {
        many.add("tracestate", TextFormats.bytes("k" + i + "=1"));
        many.add("traceparent", TextFormats.bytes(PARENT));
      }
      all.add(many);
      all.add(
          TextFormats.headers(
              "b3", "-".repeat(n), "X-B3-TraceId", "a".repeat(n), "X-B3-SpanId", "0".repeat(n)));
      all.add(
          TextFormats.headers(
              "context-tags", "a=b;".repeat(n), "X-B3-TraceId", "%41".repeat(n), "B3", base64));
    }
    Random random = new Random(20261128);
    String alphabet = "00-=,;%kamon \t\u0000\u00e9b3";
    for (int i = 0; i < RANDOM; i++) {
      String[] pairs = new String[12];
      String[] names = {
        "traceparent", "tracestate", "baggage", "b3", "X-B3-TraceId", "context-tags"
      };
      for (int h = 0; h < names.length; h++) {
        StringBuilder value = new StringBuilder(random.nextInt(4) == 0 ? PARENT : "");
        for (int c = random.nextInt(200); c > 0; c--) {
          value.append(alphabet.charAt(random.nextInt(alphabet.length())));
        }
        pairs[2 * h] = names[h];
        pairs[2 * h + 1] = value.toString();
      }
      all.add(TextFormats.headers(pairs));
    }
    return all;
  }

  private static Headers w3c(String parent, String state, String baggage) {
    return TextFormats.headers("traceparent", parent, "tracestate", state, "baggage", baggage);
  }

  private static String distinct(int n) {
    StringBuilder members = new StringBuilder();
    for (int i = 0; i < Math.min(n, 20_000); i++) {
      members.append('k').append(i).append("=1,");
    }
    return members.toString();
  }

  private static long size(Headers headers) {
    long size = 0;
    for (org.apache.kafka.common.header.Header header : headers) {
      size += header.value() == null ? 0 : header.value().length;
    }
    return size;
  }

  private static long bytes(Format format, Headers headers) {
    long thread = Thread.currentThread().getId();
    long least = Long.MAX_VALUE;
    for (int i = 0; i < 3; i++) {
      long before = THREADS.getThreadAllocatedBytes(thread);
      format.read(headers);
      least = Math.min(least, THREADS.getThreadAllocatedBytes(thread) - before);
    }
    return least;
  }
}
