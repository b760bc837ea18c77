package kamon.instrumentation.kafka.internal.weave;

/**
 * The number of what woven code calls and needs: the public methods of {@code ...Entry} and {@link
 * Attached}. An agent weaves only where the library in the application has the number that the
 * agent was built with. To be raised with every change there, also of what a method means.
 */
public final class Abi {
  /** A constant, so that the number can be read from the class file. */
  public static final int NUMBER = 5;

  private Abi() {}
}
