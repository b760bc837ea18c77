package kamon.instrumentation.kafka.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.ToolProvider;

/** A copy of a jar in which some entries are other ones. */
final class EditedJar {
  private final Path jar;
  private final Path directory;

  EditedJar(Path original, Path directory) throws IOException {
    this.directory = directory;
    jar = Files.copy(original, directory.resolve(original.getFileName()));
  }

  Path path() {
    return jar;
  }

  EditedJar without(String entry) throws IOException {
    return with(entry, null);
  }

  /** With another content; null to have none. */
  EditedJar with(String entry, byte[] content) throws IOException {
    try (FileSystem files = FileSystems.newFileSystem(jar)) {
      Path path = files.getPath(entry);
      if (content == null) {
        Files.delete(path);
      } else {
        if (path.getParent() != null) {
          Files.createDirectories(path.getParent());
        }
        Files.write(path, content);
      }
    }
    return this;
  }

  /**
   * With a class that is compiled from source code.
   *
   * @param options for the compiler
   */
  EditedJar with(String entry, String source, String... options) throws IOException {
    return with(entry, compile(directory, source, options));
  }

  /** Compiles the only class of a source file. */
  static byte[] compile(Path directory, String source, String... options) throws IOException {
    Path out = Files.createTempDirectory(directory, "classes");
    String name = source.replaceAll("(?s)^.*?(?:class|module) ([\\w.]+) .*$", "$1");
    String file = source.contains("module " + name) ? "module-info" : name;
    Path code = Files.writeString(out.resolve(file + ".java"), source);
    List<String> arguments = new ArrayList<>(List.of("-nowarn", "-d", out.toString()));
    arguments.addAll(List.of(options));
    arguments.add(code.toString());
    assertThat(
            ToolProvider.getSystemJavaCompiler()
                .run(null, null, null, arguments.toArray(String[]::new)))
        .as("the compiler's exit code for " + source)
        .isZero();
    try (Stream<Path> files = Files.walk(out)) {
      Path compiled = files.filter(f -> f.toString().endsWith(".class")).findFirst().orElseThrow();
      return Files.readAllBytes(compiled);
    }
  }
}
