package kamon.instrumentation.kafka.agent;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import kamon.instrumentation.kafka.testbed.Jdks;

/** A JDK for child JVMs. */
record ChildJdk(int feature, Path home) {
  private static final String PROPERTY = "child.jdk";

  /** The one that {@code -Dchild.jdk} names, or the one that runs the tests. */
  static ChildJdk chosen() {
    int feature = Integer.getInteger(PROPERTY, Runtime.version().feature());
    return find(feature)
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "%s is %d, but this machine has no JDK %d: install one, or set JAVA_HOME_%d"
                        .formatted(PROPERTY, feature, feature, feature)));
  }

  static Optional<ChildJdk> find(int feature) {
    return Jdks.find(feature).map(home -> new ChildJdk(feature, home));
  }

  /** For a quick start, and against lines of the JVM's own that have nothing to do with us. */
  String[] jvmArgs() {
    List<String> args = new ArrayList<>(List.of("-XX:TieredStopAtLevel=1", "-Xmx256m"));
    if (feature < 24) {
      args.add("-Xshare:auto"); // Later it is the default, and excludes the options of AOT caches.
    }
    if (feature >= 21) {
      args.add("-XX:+EnableDynamicAgentLoading");
    }
    if (feature >= 23) {
      args.add("--sun-misc-unsafe-memory-access=allow"); // Kamon's queues
    }
    return args.toArray(String[]::new);
  }
}
