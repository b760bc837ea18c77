package kamon.instrumentation.kafka.internal.weave;

/**
 * Who weaves the hooks in this JVM. Two engines in one class would end in a ClassFormatError
 * (duplicate interface), so the first to come claims a system property and the other stands down.
 * Our agent cannot see this class and does the same by the property's name.
 */
public enum Engine {
  KANELA("kanela"),
  AGENT("kamon-kafka-agent");

  /** The system property; its value is the engine that weaves. */
  public static final String PROPERTY = "kamon.kafka.woven-by";

  private final String claim;

  Engine(String claim) {
    this.claim = claim;
  }

  /** Whether this engine weaves: it was first, now or before. Thread-safe. */
  public boolean claims() {
    Object holder = System.getProperties().putIfAbsent(PROPERTY, claim);
    return holder == null || holder.equals(claim);
  }
}
