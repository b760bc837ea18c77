package kamon.instrumentation.kafka.agent;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.Manifest;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/** The files of a jar by name, in alphabetical order. */
record JarContents(Map<String, byte[]> entries) {

  static JarContents of(Path jar) throws IOException {
    return of(Files.readAllBytes(jar));
  }

  static JarContents of(byte[] jar) throws IOException {
    Map<String, byte[]> entries = new TreeMap<>();
    try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(jar))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        if (!entry.isDirectory()) {
          entries.put(entry.getName(), zip.readAllBytes());
        }
      }
    }
    return new JarContents(entries);
  }

  /** What is below a folder, with the ending that classes have there put right. */
  JarContents below(String folder, String classes) {
    Map<String, byte[]> below = new TreeMap<>();
    entries.forEach(
        (name, content) -> {
          if (name.startsWith(folder)) {
            String path = name.substring(folder.length());
            below.put(path.replaceFirst(Pattern.quote(classes) + "$", ".class"), content);
          }
        });
    return new JarContents(below);
  }

  byte[] content(String name) {
    return entries.get(name);
  }

  List<String> classes() {
    return entries.keySet().stream().filter(JarContents::isClass).toList();
  }

  /** All that is no class. */
  List<String> files() {
    return entries.keySet().stream().filter(name -> !isClass(name)).toList();
  }

  List<String> packages() {
    return classes().stream().map(JarContents::packageOf).distinct().sorted().toList();
  }

  /** The names, without their package, of the classes of a package. */
  List<String> classesIn(String packageName) {
    return classes().stream()
        .filter(name -> packageOf(name).equals(packageName))
        .map(name -> name.substring(packageName.length() + 1))
        .toList();
  }

  Map<String, String> manifest() throws IOException {
    Map<String, String> attributes = new TreeMap<>();
    new Manifest(new ByteArrayInputStream(content("META-INF/MANIFEST.MF")))
        .getMainAttributes()
        .forEach((name, value) -> attributes.put(name.toString(), value.toString()));
    return attributes;
  }

  /** The classes in whose constants the pattern occurs, each with its first occurrence. */
  Map<String, String> classesThatMention(String pattern) {
    Pattern wanted = Pattern.compile(pattern);
    Map<String, String> found = new TreeMap<>();
    for (String name : classes()) {
      // Constants are in there as UTF-8; names of classes are ASCII.
      Matcher matcher = wanted.matcher(new String(content(name), StandardCharsets.ISO_8859_1));
      if (matcher.find()) {
        found.put(name, matcher.group());
      }
    }
    return found;
  }

  /** 52 stands for Java 8. */
  int newestClassFileVersion() {
    return classes().stream()
        .mapToInt(name -> ByteBuffer.wrap(content(name)).getShort(6))
        .max()
        .orElseThrow();
  }

  private static boolean isClass(String name) {
    return name.endsWith(".class");
  }

  private static String packageOf(String name) {
    return name.substring(0, name.lastIndexOf('/'));
  }
}
