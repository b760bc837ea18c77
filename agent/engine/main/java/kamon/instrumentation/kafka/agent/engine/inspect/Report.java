package kamon.instrumentation.kafka.agent.engine.inspect;

import java.io.File;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import kamon.instrumentation.kafka.agent.engine.Requirements;
import kamon.instrumentation.kafka.internal.check.Bindings;
import kamon.instrumentation.kafka.internal.check.Framework;
import kamon.instrumentation.kafka.internal.check.FrameworkBindings;
import kamon.instrumentation.kafka.internal.check.Versions;

/** What is to be said of an application. */
final class Report {
  private static final String OF_KAFKA = "org.apache.kafka.common.KafkaException";
  private static final String PRODUCER = "kafka/clients/producer/KafkaProducer";
  private static final String PROBLEM = "  problem: ";

  private final Application application;
  private final List<String> lines = new ArrayList<>();

  private Report(Application application) {
    this.application = application;
  }

  static Report of(Application application) throws IOException {
    Report report = new Report(application);
    report.lines.add(application.name() + ", in " + application.layout().loader() + ":");
    report.parts();
    if (Part.KAFKA.isIn(application)) {
      report.hooks();
    } else {
      report.problem("no kafka-clients is there: nothing to trace");
      report.nested();
    }
    report.relocated();
    return report;
  }

  List<String> lines() {
    return lines;
  }

  int problems() {
    return (int) lines.stream().filter(line -> line.startsWith(PROBLEM)).count();
  }

  private void parts() throws IOException {
    for (Part part : Part.values()) {
      if (part.isIn(application)) {
        List<String> places = part.places(application);
        lines.add("  " + part.in(application) + " (" + places.get(0) + ")");
        for (String hidden : places.subList(1, places.size())) {
          note(hidden + " has it, too, and the first counts. Keep one");
        }
      }
    }
    if (!Part.LIBRARY.isIn(application)) {
      note(
          "the application has no kamon-kafka, and needs none: the agent brings "
              + Versions.agent(Report.class.getClassLoader(), Requirements.class.getName()));
    }
  }

  private void hooks() throws IOException {
    ClassLoader loader = application.loader();
    String release = Part.KAFKA.in(application);
    String missing = unloadable();
    if (missing == null) {
      missing = new Requirements(null, this::describe).missing(loaderOfKafka());
    }
    if (missing != null) {
      problem(release + " is not traced: " + missing);
      return;
    }
    Bindings bindings = new Bindings(Part.KAFKA.files(application));
    lines.add("  ok: instruments " + release + ": " + bindings.bound());
    if (bindings.warning(release) != null) {
      problem(bindings.warning(release));
    }
    for (Framework framework : Framework.values()) {
      FrameworkBindings ofFramework = framework.bindings(null, loader);
      if (ofFramework != null && ofFramework.isWhole()) {
        lines.add("  ok: " + ofFramework.line());
      } else if (ofFramework != null) {
        problem(ofFramework.line());
      }
    }
  }

  /** Where the engine looks: perhaps above the application's own. */
  private ClassLoader loaderOfKafka() {
    try {
      return Class.forName(OF_KAFKA, false, application.loader()).getClassLoader();
    } catch (ClassNotFoundException e) {
      return application.loader(); // and the engine's own question says what is missing
    }
  }

  private String describe(ClassLoader loader) {
    return loader == application.loader() ? application.name() : "a loader above";
  }

  /** Why a class that is there cannot be loaded; null for none. */
  private String unloadable() {
    // Of kafka-clients and of Kamon, loaded and not initialised, as the engine does.
    for (String name : Arrays.asList(OF_KAFKA, "kamon.Kamon")) {
      try {
        Class.forName(name, false, application.loader());
      } catch (ClassNotFoundException e) {
        // What is missing the engine's own question says, and what to add.
      } catch (UnsupportedClassVersionError e) {
        return name
            + " is for a newer Java than the "
            + System.getProperty("java.version")
            + " that this check runs on. Run it with the application's";
      } catch (LinkageError e) {
        return name + " is there, but cannot be loaded: " + e;
      }
    }
    return null;
  }

  /** Of another kind than we look into: enterprise archives, and jars of other packagers. */
  private void nested() throws IOException {
    for (File place : application.places()) {
      if (application.layout() == Layout.PLAIN && place.isFile()) {
        try (ZipFile jar = new ZipFile(place)) {
          if (jar.stream().anyMatch(entry -> entry.getName().matches("(?i).+\\.[jw]ar"))) {
            note(
                "what is in the jars within "
                    + place.getName()
                    + " is not looked at. Unpack it, and check the directory");
          }
        }
      }
    }
  }

  private void relocated() throws IOException {
    Set<String> roots = new TreeSet<>();
    for (File place : application.places()) {
      if (place.isFile()) {
        try (ZipFile jar = new ZipFile(place)) {
          for (ZipEntry entry : Collections.list(jar.entries())) {
            String name = entry.getName();
            int end = name.indexOf("/" + PRODUCER + ".class");
            // In META-INF/versions or BOOT-INF/classes it has its own name.
            if (end > 0 && !name.equals(Part.KAFKA.path()) && !name.contains("-INF/")) {
              roots.add(name.substring(0, end).replace('/', '.') + ".kafka");
            }
          }
        } catch (ZipException e) {
          note(place.getName() + " is no jar"); // within an archive; loaders pass over it, too
        }
      }
    }
    for (String root : roots) {
      note(
          "a kafka-clients that was renamed to "
              + root
              + " (shaded) is not traced: its classes are not those that the library knows");
    }
  }

  private void note(String line) {
    lines.add("  note: " + line);
  }

  private void problem(String line) {
    lines.add(PROBLEM + line);
  }
}
