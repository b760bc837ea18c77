package kamon.instrumentation.kafka.reliability.security;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.header.Headers;

/** What nobody may read in a log, and what would be a line of its own there. */
public final class Hostile {
  /** At the start of each secret. */
  public static final String SECRET = "s3cr3t";

  /** At the start of each line that somebody has tried to add. */
  public static final String FORGED = "FORGED";

  /** Each way to begin a line, and escape sequences. */
  static final String BREAKS =
      "\n" + FORGED + "\r" + FORGED + "\r\n" + FORGED + "\u001b[2J\u2028" + FORGED + "\u0085";

  private Hostile() {}

  static String secret(String what) {
    return SECRET + "-" + what;
  }

  /** Headers that no format can read, with a secret behind what is shown of them. */
  static void addUnreadable(Headers headers, int way) {
    String hidden = "0123456789abcdef" + secret("header");
    switch (way) {
      case 0 -> add(headers, "kctx", "\u0001" + hidden + BREAKS);
      case 1 -> add(headers, "traceparent", "00-" + hidden + "-x".repeat(30) + BREAKS);
      case 2 -> add(headers, "baggage", "session " + secret("baggage") + ",a=" + secret("tag"));
      case 3 -> add(headers, "baggage", "a=" + secret("tag") + BREAKS);
      case 4 -> add(headers, "b3", hidden + "-" + BREAKS);
      case 5 -> add(headers, "X-B3-TraceId", hidden + BREAKS);
      case 6 -> add(headers, "context-tags", ("s=" + secret("tag") + ";").repeat(40));
      case 7 -> add(headers, "tracestate", "a=" + secret("state") + BREAKS);
      default -> headers.add("kctx", null);
    }
  }

  static void add(Headers headers, String name, String value) {
    headers.add(name, value.getBytes(StandardCharsets.UTF_8));
  }
}
