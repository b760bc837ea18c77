package kamon.instrumentation.kafka.testbed;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** The lines a process has printed so far. */
final class OutputLines {

  private static final int LINE_LIMIT = 300;

  private final List<String> lines = new ArrayList<>();
  private boolean ended;

  synchronized void add(String line) {
    lines.add(line);
    notifyAll();
  }

  /** Says that no more lines will come. */
  synchronized void end() {
    ended = true;
    notifyAll();
  }

  synchronized List<String> all() {
    return List.copyOf(lines);
  }

  /** What is looked for in all lines; empty when time is up or the output ended without it. */
  synchronized <T> Optional<T> await(Duration atMost, Function<List<String>, Optional<T>> search) {
    long deadline = System.nanoTime() + atMost.toNanos();
    while (true) {
      Optional<T> found = search.apply(lines);
      long millis = (deadline - System.nanoTime()) / 1_000_000;
      if (found.isPresent() || ended || millis <= 0) {
        return found;
      }
      try {
        wait(millis);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return Optional.empty();
      }
    }
  }

  /** The last lines, each cut to a readable length. */
  synchronized String tail(int count) {
    StringBuilder tail = new StringBuilder();
    for (String line : lines.subList(Math.max(0, lines.size() - count), lines.size())) {
      tail.append(System.lineSeparator()).append("  ");
      tail.append(line.length() > LINE_LIMIT ? line.substring(0, LINE_LIMIT) + "..." : line);
    }
    return tail.toString();
  }
}
