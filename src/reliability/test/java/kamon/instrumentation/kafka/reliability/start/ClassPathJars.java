package kamon.instrumentation.kafka.reliability.start;

import static java.util.stream.Collectors.joining;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/** Jars that are on no class path, but named by the manifest of one that is. */
final class ClassPathJars {
  private final Path directory;
  private int count;

  ClassPathJars(Path directory) {
    this.directory = directory;
  }

  List<Start> starts() throws IOException {
    List<Start> all = new ArrayList<>();
    all.add(
        new Start("a jar that names all others").classPath(List.of(naming(Parts.full()))).traced());
    all.add(
        new Start("a jar that names all others, library from the agent")
            .classPath(List.of(naming(Parts.withoutLibrary())))
            .traced());
    all.add(
        new Start("a jar that names all others, no Kamon")
            .classPath(List.of(naming(Parts.bare())))
            .says(Start.NOT_TRACED)
            .after());
    all.add(
        new Start("a jar that names one that names all others")
            .classPath(List.of(naming(List.of(naming(Parts.full())))))
            .traced());
    all.add(
        new Start("a jar that names Kafka, and one that names Kamon and the library")
            .classPath(List.of(naming(Parts.bare()), naming(without(Parts.full(), Parts.bare()))))
            .traced());
    all.add(
        new Start("java -jar of one that names all others")
            .main("-jar", naming(Parts.full()).toString())
            .traced());
    all.add(
        new Start("java -jar of one that names all others and the agent")
            .main("-jar", naming(Parts.before(Parts.full(), Parts.AGENT)).toString())
            .traced());
    all.add(
        new Start("a jar that names some that are not there")
            .classPath(
                List.of(naming(Parts.before(Parts.full(), directory.resolve("no such.jar")))))
            .traced());
    return all;
  }

  private Path naming(List<Path> path) throws IOException {
    Manifest manifest = new Manifest();
    Attributes headers = manifest.getMainAttributes();
    headers.put(Attributes.Name.MANIFEST_VERSION, "1.0");
    headers.put(Attributes.Name.MAIN_CLASS, Starting.class.getName());
    headers.put(
        Attributes.Name.CLASS_PATH,
        path.stream().map(part -> part.toAbsolutePath().toUri().toString()).collect(joining(" ")));
    Path jar = directory.resolve("naming" + count++ + ".jar");
    try (OutputStream file = Files.newOutputStream(jar);
        JarOutputStream out = new JarOutputStream(file, manifest)) {
      out.finish(); // nothing but the manifest
    }
    return jar;
  }

  private static List<Path> without(List<Path> path, List<Path> some) {
    return path.stream().filter(part -> !some.contains(part)).toList();
  }
}
