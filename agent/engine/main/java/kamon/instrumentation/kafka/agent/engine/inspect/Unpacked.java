package kamon.instrumentation.kafka.agent.engine.inspect;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/**
 * What is within an archive, as jars in a private temporary directory: no loader of the JDK looks
 * into a jar in a jar. The directory is gone when the JVM ends.
 */
final class Unpacked {
  private Unpacked() {}

  /** The classes and the jars within, in the order in which the archive has them. */
  static List<File> of(File archive, Layout layout) throws IOException {
    Path directory;
    try {
      directory = Files.createTempDirectory("kamon-kafka-check");
    } catch (IOException e) {
      throw new WrongTarget(
          archive + " is not looked into: java.io.tmpdir takes no directory of ours, " + e);
    }
    directory.toFile().deleteOnExit();
    List<File> jars = new ArrayList<>();
    try (ZipFile zip = new ZipFile(archive)) {
      // Gradle's archives may have several of one name. Of those only one can be read.
      Map<String, ZipEntry> byName = new LinkedHashMap<>();
      Collections.list(zip.entries()).forEach(entry -> byName.put(entry.getName(), entry));
      Collection<ZipEntry> entries = byName.values();
      jars.add(classes(zip, entries, layout.classes(), file(directory, "classes.jar")));
      for (ZipEntry entry : entries) {
        if (layout.isLibrary(entry.getName())) {
          File jar = file(directory, new File(entry.getName()).getName());
          try (InputStream content = zip.getInputStream(entry)) {
            Files.copy(content, jar.toPath());
          }
          jars.add(jar);
        }
      }
    }
    return jars;
  }

  private static File file(Path directory, String name) throws IOException {
    // Two folders of an archive may have a jar of one name, which is to be seen in messages.
    Path own = Files.createTempDirectory(directory, null);
    own.toFile().deleteOnExit();
    File file = own.resolve(name).toFile();
    file.deleteOnExit();
    return file;
  }

  private static File classes(ZipFile zip, Collection<ZipEntry> entries, String folder, File jar)
      throws IOException {
    byte[] buffer = new byte[8 * 1024];
    try (OutputStream file = Files.newOutputStream(jar.toPath());
        ZipOutputStream out = new ZipOutputStream(file)) {
      for (ZipEntry entry : entries) {
        if (entry.getName().startsWith(folder) && !entry.isDirectory()) {
          out.putNextEntry(new ZipEntry(entry.getName().substring(folder.length())));
          try (InputStream content = zip.getInputStream(entry)) {
            for (int n = content.read(buffer); n > 0; n = content.read(buffer)) {
              out.write(buffer, 0, n);
            }
          }
        }
      }
    }
    return jar;
  }
}
