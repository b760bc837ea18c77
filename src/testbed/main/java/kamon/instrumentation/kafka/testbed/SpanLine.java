package kamon.instrumentation.kafka.testbed;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.Optional;

/** Carries spans from one JVM to another over standard output. */
final class SpanLine {

  private static final String PREFIX = "SPAN ";

  private SpanLine() {}

  static boolean matches(String line) {
    return line.startsWith(PREFIX);
  }

  static String write(ReportedSpan span) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(span);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return PREFIX + Base64.getEncoder().encodeToString(bytes.toByteArray());
  }

  static Optional<ReportedSpan> read(String line) {
    if (!matches(line)) {
      return Optional.empty();
    }
    byte[] bytes = Base64.getDecoder().decode(line.substring(PREFIX.length()));
    try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes))) {
      return Optional.of((ReportedSpan) in.readObject());
    } catch (IOException | ClassNotFoundException e) {
      throw new IllegalArgumentException("Not a span: " + line, e);
    }
  }
}
