package kamon.instrumentation.kafka.agent.child;

import java.util.Arrays;

/** Loads classes, initialises none, and prints whether they are woven. Arguments: their names. */
public final class LoadedClasses {
  private LoadedClasses() {}

  public static void main(String[] names) throws Exception {
    for (String name : names) {
      print(Class.forName(name, false, LoadedClasses.class.getClassLoader()));
    }
    System.out.println("done");
  }

  static void print(Class<?> type) {
    boolean woven =
        Arrays.stream(type.getInterfaces()).anyMatch(i -> i.getSimpleName().equals("Attached"));
    System.out.println(type.getSimpleName() + " is " + (woven ? "woven" : "untouched"));
  }
}
