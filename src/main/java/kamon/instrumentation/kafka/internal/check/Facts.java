package kamon.instrumentation.kafka.internal.check;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * What was said before anything was woven, for whoever looks into the JVM later. A system property:
 * the engine that has said it sees nothing of the library, whose MBean shows it. Thread-safe.
 */
public final class Facts {
  /** One fact a line, the first one first. */
  public static final String PROPERTY = "kamon.kafka.facts";

  // Each loader of each redeployed application has the same ones; others are few.
  private static final int MOST = 50;

  private Facts() {}

  /** Adds one, once. Never throws. */
  public static synchronized void add(String fact) {
    try {
      String before = System.getProperty(PROPERTY);
      Set<String> facts = new LinkedHashSet<>();
      if (before != null) {
        facts.addAll(Arrays.asList(before.split("\n")));
      }
      if (facts.size() < MOST && facts.add(fact)) {
        System.setProperty(PROPERTY, String.join("\n", facts));
      }
    } catch (RuntimeException e) {
      // A security manager, or properties that the application has put in the place of the JVM's,
      // refuse it. It was logged, and that will do: half woven would be worse.
    }
  }
}
