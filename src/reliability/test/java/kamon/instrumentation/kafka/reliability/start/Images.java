package kamon.instrumentation.kafka.reliability.start;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import kamon.instrumentation.kafka.testbed.Jdks;

/** JVMs that lack modules: images that jlink makes. */
final class Images {
  // What any agent needs; without it no JVM takes a -javaagent.
  private static final String LEAST = "java.base,java.instrument";
  private static final String KAFKA =
      LEAST + ",java.management,java.naming,java.security.sasl,java.security.jgss";

  private static final Map<String, String> MODULES =
      Map.of(
          "nothing but java.base",
          LEAST,
          "java.logging, without java.management",
          LEAST + ",java.logging",
          "what Kafka needs, without java.logging and jdk.unsupported",
          KAFKA,
          "what Kafka needs, without java.logging",
          KAFKA + ",jdk.unsupported");

  private Images() {}

  static List<Start> starts(Path directory) throws Exception {
    List<Start> all = new ArrayList<>();
    Path jdk = Path.of(System.getProperty("java.home"));
    if (!Files.isDirectory(jdk.resolve("jmods"))) {
      return all; // a JDK that makes no images
    }
    for (Map.Entry<String, String> image : MODULES.entrySet()) {
      Path home = directory.resolve("image" + all.size());
      int exit =
          new ProcessBuilder(
                  Jdks.launcher(jdk).resolveSibling("jlink").toString(),
                  "--add-modules",
                  image.getValue(),
                  "--output",
                  home.toString())
              .inheritIO()
              .start()
              .waitFor();
      assertThat(exit).isZero();
      String name = "image with " + image.getKey();
      all.add(new Start(name).on(home).after("kamon"));
      all.add(new Start(name + ", no Kamon yet").on(home).after());
      all.add(
          new Start(name + ", library from the agent")
              .on(home)
              .classPath(Parts.withoutLibrary())
              .after("kamon"));
      all.add(
          new Start(name + ", no Kamon at all")
              .on(home)
              .classPath(Parts.bare())
              .says(Start.NOT_TRACED)
              .after());
    }
    return all;
  }
}
