package kamon.instrumentation.kafka.internal.check;

/**
 * Whether the hooks of a framework bind: all of them, or it is left alone, for a span that nobody
 * finishes is worse than none.
 */
public final class FrameworkBindings {
  private final String places;
  private final Bindings bindings;

  FrameworkBindings(String places, Bindings bindings) {
    this.places = places;
    this.bindings = bindings;
  }

  public boolean isWhole() {
    return bindings.unbound().isEmpty();
  }

  /** What to say of it. */
  public String line() {
    return isWhole()
        ? "instruments " + places
        : places
            + " are left alone and get no spans without code: finds no place for its hooks "
            + bindings.unbound()
            + ". Look for a kamon-kafka that knows this release";
  }
}
