package kamon.instrumentation.kafka.compat.deployments;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import kamon.instrumentation.kafka.compat.ClassPaths;
import kamon.instrumentation.kafka.compat.spring.Packing;
import kamon.instrumentation.kafka.compat.spring.ShopApplication;

/** The application as a jar that runs alone, packed by one release of Spring Boot. */
final class ExecutableJar {
  private static final Path CLASSES = Path.of("target", "classes").toAbsolutePath();

  private ExecutableJar() {}

  static Path pack(String springBoot, List<Path> libraries, Path directory) throws IOException {
    Path executable = directory.resolve("shop-" + springBoot + ".jar");
    List<String> args =
        new ArrayList<>(
            List.of(
                classes(directory.resolve("classes.jar")).toString(),
                executable.toString(),
                ShopApplication.class.getName()));
    libraries.forEach(library -> args.add(library.toString()));
    List<Path> tools =
        new ArrayList<>(
            ClassPaths.resolve("org.springframework.boot:spring-boot-loader-tools:" + springBoot));
    tools.add(CLASSES);
    try (URLClassLoader loader =
        new URLClassLoader(
            tools.stream().map(ExecutableJar::url).toArray(URL[]::new),
            ClassLoader.getPlatformClassLoader())) {
      loader
          .loadClass(Packing.class.getName())
          .getMethod("main", String[].class)
          .invoke(null, (Object) args.toArray(String[]::new));
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("Spring Boot " + springBoot + " does not pack", e);
    }
    return executable;
  }

  private static Path classes(Path jar) throws IOException {
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar));
        Stream<Path> files = Files.walk(CLASSES)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        out.putNextEntry(new ZipEntry(CLASSES.relativize(file).toString().replace('\\', '/')));
        Files.copy(file, out);
      }
    }
    return jar;
  }

  private static URL url(Path path) {
    try {
      return path.toUri().toURL();
    } catch (java.net.MalformedURLException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
