package kamon.instrumentation.kafka.reliability.faults;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The JVM that has the broker and does to it what a fault needs. */
public final class Parent {
  private final BufferedReader in =
      new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
  private int asked;

  /** Returns when it is done. */
  public synchronized void ask(String what) {
    System.out.println("ASK " + asked++ + " " + what);
    try {
      if (in.readLine() == null) {
        throw new IllegalStateException("The parent has gone");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
