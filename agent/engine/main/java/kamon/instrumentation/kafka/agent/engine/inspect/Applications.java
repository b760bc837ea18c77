package kamon.instrumentation.kafka.agent.engine.inspect;

import java.io.Closeable;
import java.io.File;
import java.io.IOException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipException;

/**
 * The applications that the command's argument names. Of a class path with archives on it, the
 * archives see what the rest has, as web applications see their container. A directory is taken for
 * the class path of all jars below it; archives there, and web applications that were unpacked, are
 * applications for themselves.
 */
final class Applications implements Closeable {
  private static final String WILDCARD = "*";

  private final List<Application> all = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();
  private final List<File> plain = new ArrayList<>();
  private final Map<File, Layout> archives = new LinkedHashMap<>();

  private Applications() {}

  static Applications at(String target) throws IOException {
    Applications applications = new Applications();
    try {
      applications.find(target);
      return applications;
    } catch (IOException | RuntimeException e) {
      applications.close();
      throw e;
    }
  }

  private void find(String target) throws IOException {
    ClassLoader jdk = Applications.class.getClassLoader().getParent();
    String[] entries = target.split(File.pathSeparator, -1);
    File only = entries.length == 1 ? new File(target) : null;
    boolean isDirectory = only != null && only.isDirectory() && Layout.of(only) == Layout.PLAIN;
    for (String entry : entries) {
      add(entry, entries.length > 1);
    }
    if (isDirectory) {
      for (File jar : below(only)) {
        look(jar, true);
      }
    }
    if (plain.isEmpty() && archives.isEmpty()) {
      throw new WrongTarget(String.join("\n", notes));
    }
    ClassLoader parent = jdk;
    if (!plain.isEmpty()) {
      Application classPath =
          Application.ofClassPath(only == null ? "The class path" : target, plain, jdk);
      all.add(classPath);
      parent = isDirectory ? jdk : classPath.loader();
    }
    for (Map.Entry<File, Layout> archive : archives.entrySet()) {
      all.add(Application.ofArchive(archive.getKey(), archive.getValue(), parent));
    }
  }

  /**
   * As the JVM takes it, which passes over what is not there.
   *
   * @param others whether there are other entries
   */
  private void add(String entry, boolean others) throws IOException {
    if (new File(entry).getName().equals(WILDCARD)) {
      File parent = new File(entry).getAbsoluteFile().getParentFile();
      File[] jars = parent.listFiles((directory, name) -> name.matches("(?i).+\\.jar"));
      if (jars == null || jars.length == 0) {
        pass(entry + " stands for no jar", others);
        return;
      }
      Arrays.sort(jars);
      for (File jar : jars) {
        look(jar, true);
      }
      return;
    }
    File place = new File(entry.isEmpty() ? "." : entry);
    if (place.exists()) {
      look(place, others);
    } else {
      pass(entry + " is not there", others);
    }
  }

  private void pass(String problem, boolean others) throws WrongTarget {
    if (!others) {
      throw new WrongTarget(problem);
    }
    notes.add(problem);
  }

  private void look(File place, boolean others) throws WrongTarget {
    Layout layout;
    try {
      layout = Layout.of(place);
    } catch (ZipException e) {
      pass(place + " is no jar", others);
      return;
    } catch (IOException e) {
      pass(place + " cannot be read: " + e, others);
      return;
    }
    if (layout == Layout.PLAIN) {
      plain.add(place);
    } else {
      archives.put(place, layout);
    }
  }

  /** Through links, which installations are full of: "current" is one. */
  private List<File> below(File directory) throws IOException {
    List<File> jars = new ArrayList<>();
    Files.walkFileTree(
        directory.toPath(),
        EnumSet.of(FileVisitOption.FOLLOW_LINKS),
        Integer.MAX_VALUE,
        new SimpleFileVisitor<Path>() {
          @Override
          public FileVisitResult preVisitDirectory(Path file, BasicFileAttributes attributes)
              throws IOException {
            if (Layout.of(file.toFile()) != Layout.WAR) {
              return FileVisitResult.CONTINUE;
            }
            jars.add(file.toFile()); // Another one beside it sees nothing of it.
            return FileVisitResult.SKIP_SUBTREE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (attributes.isRegularFile() && file.toString().matches("(?i).+\\.[jw]ar")) {
              jars.add(file.toFile());
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException e) {
            if (!(e instanceof FileSystemLoopException)) { // what is there was visited already
              notes.add(file + " cannot be read: " + e);
            }
            return FileVisitResult.CONTINUE;
          }
        });
    Collections.sort(jars);
    return jars;
  }

  /** Those with Kafka; all, where none has it. */
  List<Application> all() throws IOException {
    List<Application> withKafka = new ArrayList<>();
    for (Application application : all) {
      if (Part.KAFKA.isIn(application)) {
        withKafka.add(application);
      }
    }
    return withKafka.isEmpty() ? all : withKafka;
  }

  /** What was passed over. */
  List<String> notes() {
    return notes;
  }

  @Override
  public void close() throws IOException {
    for (Application application : all) {
      application.close();
    }
  }
}
