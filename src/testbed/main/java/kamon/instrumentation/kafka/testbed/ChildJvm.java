package kamon.instrumentation.kafka.testbed;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * A running JVM whose output (standard output and error as one) is read line by line.
 *
 * <p>Methods that wait throw an AssertionError with the end of the output when time is up, or as
 * soon as the JVM has ended without printing what they wait for.
 */
public final class ChildJvm implements AutoCloseable {

  private static final int TAIL_LINES = 60;

  private final Process process;
  private final Predicate<String> shown;
  private final OutputLines output = new OutputLines();

  /**
   * @param shown which lines are printed here too, as they come
   */
  ChildJvm(Process process, Predicate<String> shown) {
    this.process = process;
    this.shown = shown;
    Thread reader = new Thread(this::read, "child-jvm-" + process.pid());
    reader.setDaemon(true);
    reader.start();
  }

  /** A JVM that runs a class, by default from the class path of this JVM. */
  public static ChildJvmBuilder main(String mainClass) {
    return new ChildJvmBuilder(List.of(mainClass)).classPath(System.getProperty("java.class.path"));
  }

  /** A JVM that runs an executable jar. */
  public static ChildJvmBuilder jar(Path jar) {
    return new ChildJvmBuilder(List.of("-jar", jar.toString()));
  }

  public long pid() {
    return process.pid();
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  /** All lines printed so far. */
  public List<String> lines() {
    return output.all();
  }

  /** The spans that a {@link SpanPrinter} has printed so far. */
  public List<ReportedSpan> spans() {
    return spans(output.all());
  }

  /** The first line printed so far or from now on that contains the text. */
  public String awaitLine(String text, Duration atMost) {
    return awaitLine(line -> line.contains(text), atMost, "a line with \"" + text + "\"");
  }

  /** The first line printed so far or from now on that matches. */
  public String awaitLine(Predicate<String> wanted, Duration atMost) {
    return awaitLine(wanted, atMost, "a line that matches");
  }

  private String awaitLine(Predicate<String> wanted, Duration atMost, String what) {
    return output
        .await(atMost, lines -> lines.stream().filter(wanted).findFirst())
        .orElseThrow(() -> failure(what, atMost));
  }

  /** All spans printed, once there are n or more. */
  public List<ReportedSpan> awaitSpans(int n, Duration atMost) {
    return output
        .await(
            atMost,
            lines ->
                lines.stream().filter(SpanLine::matches).count() < n
                    ? Optional.empty()
                    : Optional.of(spans(lines)))
        .orElseThrow(() -> failure(n + " spans instead of " + spans().size(), atMost));
  }

  /** The exit code, once the JVM has ended and all its output is here. */
  public int awaitExit(Duration atMost) {
    long deadline = System.nanoTime() + atMost.toNanos();
    try {
      if (process.waitFor(atMost.toNanos(), TimeUnit.NANOSECONDS)) {
        // Children of the child may keep the output open: then what is here has to do.
        output.await(Duration.ofNanos(deadline - System.nanoTime()), lines -> Optional.empty());
        return process.exitValue();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    throw failure("its end", atMost);
  }

  /** Writes a line to standard input. */
  public void sendLine(String line) {
    try {
      process.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
      process.getOutputStream().flush();
    } catch (IOException e) {
      throw new UncheckedIOException("The child JVM does not read:" + output.tail(TAIL_LINES), e);
    }
  }

  /** Kills the JVM at once, as {@code kill -9} would, and leaves its children to themselves. */
  public void kill() {
    process.destroyForcibly().onExit().join();
  }

  /** Kills the JVM and its children. Does nothing when they are gone. */
  @Override
  public void close() {
    List<ProcessHandle> children = process.descendants().toList();
    kill();
    children.forEach(ProcessHandle::destroyForcibly);
  }

  private static List<ReportedSpan> spans(List<String> lines) {
    return lines.stream().flatMap(line -> ReportedSpan.parse(line).stream()).toList();
  }

  private AssertionError failure(String what, Duration atMost) {
    String state = process.isAlive() ? "runs" : "exited with " + process.exitValue();
    return new AssertionError(
        "Waited up to %s for %s. The JVM (pid %d) %s. Its last output:%s"
            .formatted(atMost, what, pid(), state, output.tail(TAIL_LINES)));
  }

  private void add(String line) {
    if (shown.test(line)) {
      System.out.println(line);
    }
    output.add(line);
  }

  private void read() {
    try (BufferedReader reader = process.inputReader(StandardCharsets.UTF_8)) {
      reader.lines().forEach(this::add);
    } catch (IOException | UncheckedIOException e) {
      // The process was killed while we read: the end of its output.
    } finally {
      output.end();
    }
  }
}
