package kamon.instrumentation.kafka.reliability;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The numbers that a program in a child JVM has printed with {@link Footprint#print}. */
public final class Measured {
  private final Map<String, Long> values = new HashMap<>();

  public Measured(List<String> lines) {
    for (String line : lines) {
      String[] parts = line.split(" = ", -1);
      if (line.startsWith("= ") && parts.length == 2) {
        values.put(parts[0].substring(2), Long.parseLong(parts[1]));
      }
    }
  }

  public long get(String name) {
    Long value = values.get(name);
    if (value == null) {
      throw new AssertionError("Nothing is said of " + name + ": " + values);
    }
    return value;
  }
}
