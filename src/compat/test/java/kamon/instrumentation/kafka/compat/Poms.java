package kamon.instrumentation.kafka.compat;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Poms that ask Maven a question. */
final class Poms {
  /** The file next to an application's pom that gets its class path. */
  static final String CLASS_PATH = "class-path";

  /** After coordinates: without what they depend on. */
  static final String ALONE = " alone";

  private static final String NOTHING_ELSE =
      "<exclusions><exclusion><groupId>*</groupId><artifactId>*</artifactId></exclusion>"
          + "</exclusions>";

  private Poms() {}

  /** The parent of all applications. */
  static String reactor(int applications) {
    return project(
        "applications",
        IntStream.range(0, applications)
            .mapToObj(n -> "<module>application-" + n + "</module>")
            .collect(Collectors.joining("\n", "<modules>\n", "\n</modules>")));
  }

  /** One application, with what it depends on. */
  static String application(int number, List<String> coordinates) {
    return project(
        "application-" + number,
        "<properties><mdep.outputFile>${project.basedir}/"
            + CLASS_PATH
            + "</mdep.outputFile></properties>\n"
            + coordinates.stream()
                .map(Poms::dependency)
                .collect(Collectors.joining("\n", "<dependencies>\n", "\n</dependencies>")));
  }

  private static String project(String artifact, String content) {
    return """
        <project xmlns="http://maven.apache.org/POM/4.0.0">
        <modelVersion>4.0.0</modelVersion>
        <groupId>io.kamon.compat</groupId>
        <artifactId>%s</artifactId>
        <version>1</version>
        <packaging>pom</packaging>
        %s
        </project>
        """
        .formatted(artifact, content);
  }

  private static String dependency(String coordinates) {
    if (coordinates.endsWith(ALONE)) {
      String other = dependency(coordinates.substring(0, coordinates.length() - ALONE.length()));
      return other.replace("</dependency>", NOTHING_ELSE + "</dependency>");
    }
    String[] parts = coordinates.split(":", -1);
    if (parts.length < 3 || parts.length > 5) {
      throw new IllegalArgumentException(
          "Not group:artifact[:type[:classifier]]:version: " + coordinates);
    }
    String dependency =
        element("groupId", parts[0])
            + element("artifactId", parts[1])
            + element("version", parts[parts.length - 1]);
    if (parts.length > 3) {
      dependency += element("type", parts[2]);
    }
    if (parts.length > 4) {
      dependency += element("classifier", parts[3]);
    }
    return element("dependency", dependency);
  }

  private static String element(String name, String content) {
    return "<" + name + ">" + content + "</" + name + ">";
  }
}
