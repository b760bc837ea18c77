package kamon.instrumentation.kafka.compat;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.maven.shared.invoker.DefaultInvocationRequest;
import org.apache.maven.shared.invoker.DefaultInvoker;
import org.apache.maven.shared.invoker.InvocationRequest;
import org.apache.maven.shared.invoker.InvocationRequest.ReactorFailureBehavior;
import org.apache.maven.shared.invoker.MavenInvocationException;

/**
 * Class paths of Maven coordinates, resolved by the very Maven that runs this build, so that the
 * machine's mirrors, settings and local repository count. One Maven run answers all that is asked
 * in one call; its answer is kept under target/, so that the same question takes no second run.
 */
public final class ClassPaths {
  private static final Path KEPT = Path.of("target", "class-paths");

  private ClassPaths() {}

  /**
   * The class path of one application.
   *
   * @param coordinates group:artifact:version, group:artifact:type:version or
   *     group:artifact:type:classifier:version; where two need the same artifact, the first decides
   *     its version; what ends in {@link Poms#ALONE} comes without what it depends on
   */
  public static List<Path> resolve(String... coordinates) {
    return resolve(Map.of("", List.of(coordinates))).get("");
  }

  /**
   * Class paths of many applications, by a name of the caller's choice.
   *
   * @throws IllegalStateException if something cannot be found; the message names its coordinates
   */
  public static synchronized <K> Map<K, List<Path>> resolve(Map<K, List<String>> applications) {
    List<List<String>> requests = List.copyOf(applications.values());
    Path directory = KEPT.resolve(hash(requests.toString()));
    List<Path> files =
        IntStream.range(0, requests.size()).mapToObj(n -> file(directory, n)).toList();
    if (!files.stream().allMatch(ClassPaths::isUsable)) {
      ask(directory, requests);
    }
    Map<K, List<Path>> classPaths = new LinkedHashMap<>();
    applications.keySet().forEach(key -> classPaths.put(key, read(files.get(classPaths.size()))));
    return classPaths;
  }

  private static void ask(Path directory, List<List<String>> requests) {
    System.out.println(
        "[compat] Maven resolves "
            + requests.size()
            + " class paths; what is not on this machine yet is downloaded");
    Path root = write(directory.resolve("pom.xml"), Poms.reactor(requests.size()));
    for (int n = 0; n < requests.size(); n++) {
      write(file(directory, n).resolveSibling("pom.xml"), Poms.application(n, requests.get(n)));
    }
    run(root, false);
  }

  /**
   * Looks something up again that the local repository may hold an old answer for.
   *
   * @param coordinates with a range as version
   */
  static void refresh(String coordinates) {
    run(
        write(
            KEPT.resolve("refresh").resolve("pom.xml"), Poms.application(0, List.of(coordinates))),
        true);
  }

  /** Runs Maven on a pom; what it says when it fails becomes the message. */
  private static void run(Path pom, boolean update) {
    List<String> errors = new ArrayList<>();
    InvocationRequest request =
        new DefaultInvocationRequest()
            .setPomFile(pom.toFile())
            .addArg(System.getProperty("maven.dependency-plugin") + ":build-classpath")
            .setBatchMode(true)
            .setUpdateSnapshots(update)
            .setReactorFailureBehavior(ReactorFailureBehavior.FailAtEnd)
            .setOffline(System.getProperty("maven.mode").equals("offline=true"))
            .setLocalRepositoryDirectory(new File(System.getProperty("maven.local-repository")))
            .setOutputHandler(
                line -> {
                  if (line.contains("ERROR")) {
                    errors.add(line);
                  }
                });
    try {
      int exit =
          new DefaultInvoker()
              .setMavenHome(new File(System.getProperty("maven.home")))
              .execute(request)
              .getExitCode();
      if (exit != 0) {
        throw new IllegalStateException("Maven failed:\n" + String.join("\n", errors));
      }
    } catch (MavenInvocationException e) {
      throw new IllegalStateException("Could not run Maven", e);
    }
  }

  private static Path file(Path directory, int request) {
    return directory.resolve("application-" + request).resolve(Poms.CLASS_PATH);
  }

  /** Whether it was written, and all it names is still there. */
  private static boolean isUsable(Path file) {
    return Files.exists(file) && read(file).stream().allMatch(Files::exists);
  }

  private static List<Path> read(Path file) {
    try {
      return Stream.of(Files.readString(file).strip().split(File.pathSeparator, -1))
          .map(Path::of)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path write(Path file, String text) {
    try {
      Files.createDirectories(file.getParent());
      return Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String hash(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // Every JDK has it.
    }
  }
}
