package kamon.instrumentation.kafka.internal.check;

import java.io.IOException;
import java.net.URL;
import kamon.instrumentation.kafka.internal.weave.Hooks;

/**
 * Whether the hooks of a framework bind: all of them, or it is left alone, for a span that nobody
 * finishes is worse than none.
 */
public final class FrameworkBindings {
  private final String release;
  private final Bindings bindings;

  private FrameworkBindings(String release, Bindings bindings) {
    this.release = release;
    this.bindings = bindings;
  }

  /**
   * Those of Spring Kafka.
   *
   * @param location of one of its classes, or null
   * @return null where there is none
   */
  public static FrameworkBindings springKafka(URL location, ClassLoader loader) throws IOException {
    String container = Hooks.ofSpringKafka().get(0).type();
    ClassFiles files = ClassFiles.at(location, loader, container);
    if (files.read(container) == null) {
      return null;
    }
    return new FrameworkBindings(
        "spring-kafka " + Versions.implementation(files),
        new Bindings(files, Hooks.ofSpringKafka()));
  }

  public boolean isWhole() {
    return bindings.unbound().isEmpty();
  }

  /** What to say of it. */
  public String line() {
    return isWhole()
        ? "instruments the listeners of " + release
        : release
            + " is left alone, its listeners get no spans without code: finds no place for its"
            + " hooks "
            + bindings.unbound()
            + ". Look for a kamon-kafka that knows this release";
  }
}
