package kamon.instrumentation.kafka.reliability.start;

import static java.util.stream.Collectors.joining;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** The application in containers whose class loaders see only what they are told. */
final class Containers {
  private static final String JDK =
      "javax.management,javax.naming,javax.net,javax.net.ssl,javax.crypto,javax.crypto.spec,"
          + "javax.security.auth,javax.security.auth.callback,javax.security.auth.login,"
          + "javax.security.auth.x500,javax.security.sasl,org.ietf.jgss,sun.misc";
  private static final List<String> MODULES =
      List.of(
          "java.base",
          "java.management",
          "java.naming",
          "java.security.sasl",
          "java.security.jgss",
          "jdk.unsupported");

  private final Path directory;

  Containers(Path directory) {
    this.directory = directory;
  }

  /** One bundle that has all. */
  Start bundle() throws IOException {
    return inBundles("all in one bundle", Start.TRACED, bundle("one", Parts.full(), ""));
  }

  List<Start> others() throws IOException {
    List<Start> all = new ArrayList<>();
    all.add(
        inBundles(
            "no library in the bundle",
            Start.NOT_TRACED,
            bundle("nolibrary", Parts.withoutLibrary(), "")));
    all.add(inBundles("no Kamon", Start.NOT_TRACED, bundle("nokamon", Parts.bare(), "")));
    List<Path> kafka = List.of(Parts.KAFKA, Parts.jar("slf4j-api-"));
    List<Path> rest = new ArrayList<>(Parts.full());
    rest.remove(Parts.KAFKA);
    String packages = String.join(",", packagesOf(Parts.KAFKA));
    all.add(
        inBundles(
            "Kafka in a bundle of its own",
            Start.NOT_TRACED,
            bundle("kafka", kafka, "Export-Package: " + packages),
            bundle("application", rest, packages)));
    all.add(inModules("all in one module", Start.TRACED, module("one", Parts.full())));
    all.add(
        inModules(
            "no library in the module",
            Start.NOT_TRACED,
            module("nolibrary", Parts.withoutLibrary())));
    module("kafka", kafka);
    all.add(
        inModules(
            "Kafka in a module of its own", Start.NOT_TRACED, module("split", rest, "kafka")));
    return all;
  }

  private Start inBundles(String name, String says, Path... bundles) throws IOException {
    String jars = Stream.of(bundles).map(Path::toString).collect(joining(","));
    Path storage = Files.createTempDirectory(directory, "felix");
    return new Start("OSGi, " + name)
        .classPath(List.of(Parts.application(), Parts.jar("org.apache.felix.framework-")))
        .says(says)
        .main(BundleStart.class.getName(), storage.toString(), jars)
        .after();
  }

  private Start inModules(String name, String says, String module) {
    return new Start("JBoss Modules, " + name)
        .classPath(List.of(Parts.jar("jboss-modules-")))
        .says(says)
        .main("org.jboss.modules.Main", "-mp", directory.resolve("modules").toString(), module)
        .after();
  }

  /**
   * Writes a bundle that has jars in it.
   *
   * @param more packages to import; or a header, with a colon
   */
  private Path bundle(String name, List<Path> path, String more) throws IOException {
    Manifest manifest = new Manifest();
    Attributes headers = manifest.getMainAttributes();
    headers.putValue("Manifest-Version", "1.0");
    headers.putValue("Bundle-ManifestVersion", "2");
    headers.putValue("Bundle-SymbolicName", name);
    boolean header = more.contains(": ");
    if (header) {
      headers.putValue(more.split(": ", 2)[0], more.split(": ", 2)[1]);
    }
    headers.putValue("Import-Package", header || more.isEmpty() ? JDK : JDK + "," + more);
    headers.putValue(
        "Bundle-ClassPath",
        Stream.concat(Stream.of("."), jars(path).map(jar -> jar.getFileName().toString()))
            .collect(joining(",")));
    Path bundle = directory.resolve(name + ".jar");
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(bundle), manifest)) {
      for (Path jar : jars(path).toList()) {
        out.putNextEntry(new ZipEntry(jar.getFileName().toString()));
        Files.copy(jar, out);
      }
      for (Path place : path.stream().filter(Files::isDirectory).toList()) {
        Parts.addFiles(place, out);
      }
    }
    return bundle;
  }

  private String module(String name, List<Path> path, String... needed) throws IOException {
    Path place =
        Files.createDirectories(directory.resolve("modules").resolve(name).resolve("main"));
    StringBuilder roots = new StringBuilder();
    for (Path part : path) {
      Path jar =
          place.resolve(Files.isDirectory(part) ? "application.jar" : "" + part.getFileName());
      if (Files.isDirectory(part)) {
        Parts.jarOf(part, jar);
      } else {
        Files.copy(part, jar);
      }
      roots.append("<resource-root path=\"").append(jar.getFileName()).append("\"/>");
    }
    String modules =
        Stream.concat(MODULES.stream(), Stream.of(needed))
            .map("<module name=\"%s\"/>"::formatted)
            .collect(joining());
    Files.writeString(
        place.resolve("module.xml"),
        """
        <module xmlns="urn:jboss:module:1.9" name="%s"><main-class name="%s"/>
        <resources>%s</resources><dependencies>%s</dependencies></module>
        """
            .formatted(name, Starting.class.getName(), roots, modules));
    return name;
  }

  private static Stream<Path> jars(List<Path> path) {
    return path.stream().filter(Files::isRegularFile);
  }

  private static List<String> packagesOf(Path jar) throws IOException {
    try (ZipFile zip = new ZipFile(jar.toFile())) {
      return zip.stream()
          .map(ZipEntry::getName)
          .filter(name -> name.startsWith("org/apache/kafka/") && name.endsWith(".class"))
          .map(name -> name.substring(0, name.lastIndexOf('/')).replace('/', '.'))
          .distinct()
          .toList();
    }
  }
}
