package kamon.instrumentation.kafka.agent;

import static kamon.instrumentation.kafka.agent.Checks.KAFKA;
import static kamon.instrumentation.kafka.agent.Checks.KAFKA_LINE;
import static kamon.instrumentation.kafka.agent.Checks.KAMON_LINE;
import static kamon.instrumentation.kafka.agent.Checks.LIBRARY_LINE;
import static kamon.instrumentation.kafka.agent.Checks.NO_LIBRARY;
import static kamon.instrumentation.kafka.agent.Checks.OK;
import static kamon.instrumentation.kafka.agent.Checks.ONE_PROBLEM;
import static kamon.instrumentation.kafka.agent.Checks.WELL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where {@code java -jar kamon-kafka-agent.jar check} looks, and in which loaders. */
final class CheckPlacesIT {
  private static final String BROKEN_LINE = "  note: broken.jar is no jar";
  private static final String TWIN = "classes/2";

  private final Path directory;
  private final Checks checks;

  CheckPlacesIT(@TempDir Path directory) throws IOException {
    this.directory = directory;
    checks = new Checks(directory);
  }

  @Test
  void executable_jar_is_looked_into_and_leaves_no_file() throws IOException {
    assumeThat(ChildJdk.chosen().feature())
        .as("Spring Boot 3.5 needs a Java 17 for its applications")
        .isGreaterThanOrEqualTo(17);
    checks.assertSays(
        0,
        SpringBootIT.executableJar(false, directory).toString(),
        "executable.jar, in Spring Boot's loader (LaunchedClassLoader):",
        KAFKA_LINE,
        KAMON_LINE,
        NO_LIBRARY,
        OK,
        WELL);
  }

  @Test
  void web_application_sees_what_its_container_has() throws IOException {
    Path container = Files.createDirectory(directory.resolve("container"));
    for (Path jar : ClassPath.empty().kamon().jars()) {
      Files.copy(jar, container.resolve(jar.getFileName()));
    }
    checks.assertSays(
        0,
        container + File.separator + "*" + File.pathSeparator + war(Jars.kafka()),
        "shop.war, in the loader of the web application:",
        KAFKA_LINE,
        KAMON_LINE,
        NO_LIBRARY,
        OK,
        BROKEN_LINE,
        WELL);
  }

  @Test
  void web_application_that_has_all_from_its_container_is_well() throws IOException {
    String[] parts = {KAFKA_LINE, KAMON_LINE, NO_LIBRARY, OK};
    List<String> lines = new ArrayList<>();
    lines.add("The class path, in the system class loader:");
    lines.addAll(List.of(parts));
    lines.add("shop.war, in the loader of the web application:");
    lines.addAll(List.of(parts));
    lines.add(BROKEN_LINE);
    lines.add(WELL);
    checks.assertSays(
        0,
        ClassPath.empty().kamon().with(Jars.kafka()) + File.pathSeparator + war(),
        lines.toArray(new String[0]));
  }

  @Test
  void kamon_below_kafka_is_a_problem() throws IOException {
    Path[] kamon = ClassPath.empty().kamon().jars().toArray(new Path[0]);
    ChildRun run = checks.run(Jars.kafka() + File.pathSeparator + war(kamon));
    assertThat(run.lines())
        .containsSequence("shop.war, in the loader of the web application:", KAFKA_LINE, KAMON_LINE)
        .doesNotContain(OK)
        .endsWith("There are 2 problems");
    assertThat(run.exitCode()).isEqualTo(1);
  }

  @Test
  void library_above_kafka_is_to_be_moved() throws IOException {
    checks.assertSays(
        1,
        ClassPath.empty().kamon().library() + File.pathSeparator + war(Jars.kafka()),
        "shop.war, in the loader of the web application:",
        KAFKA_LINE,
        KAMON_LINE,
        LIBRARY_LINE,
        "  problem: "
            + KAFKA
            + " is not traced: io.kamon:kamon-kafka is in a loader above, which does not see this"
            + " Kafka. Move it next to kafka-clients",
        BROKEN_LINE,
        ONE_PROBLEM);
  }

  @Test
  void directory_is_the_class_path_of_all_jars_below_it() throws IOException {
    Path shop = Files.createDirectories(directory.resolve("shop/lib")).getParent();
    for (Path jar : ClassPath.ofTracedApplication().jars()) {
      Files.copy(jar, shop.resolve("lib").resolve(jar.getFileName()));
    }
    Path current = Files.createSymbolicLink(directory.resolve("current"), shop);
    Files.createSymbolicLink(shop.resolve("lib/loop"), shop);
    Files.writeString(shop.resolve("broken.jar"), "no jar");
    checks.assertSays(
        0,
        current.toString(),
        current + ", in the system class loader:",
        KAFKA_LINE,
        KAMON_LINE,
        LIBRARY_LINE,
        OK,
        "note: " + current.resolve("broken.jar") + " is no jar",
        WELL);
  }

  @Test
  void jars_of_a_manifest_belong_to_the_class_path_and_count_once() throws IOException {
    Path shop = Files.createDirectory(directory.resolve("shop + co"));
    StringBuilder classPath = new StringBuilder();
    for (Path jar : ClassPath.ofTracedApplication().jars()) {
      // The JDK takes what is no valid address, too.
      boolean odd = jar.equals(Jars.kafka());
      Path copy = Files.copy(jar, shop.resolve(odd ? "kafka[1].jar" : "" + jar.getFileName()));
      Files.createSymbolicLink(shop.resolve("z " + jar.getFileName()), copy);
      classPath.append(odd ? copy.getFileName() : copy.toUri().getRawPath()).append(' ');
    }
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().putValue("Manifest-Version", "1.0");
    manifest.getMainAttributes().putValue("Class-Path", classPath.toString());
    Path application = shop.resolve("a shop.jar");
    new JarOutputStream(Files.newOutputStream(application), manifest).close();
    for (Path target : List.of(application, shop)) {
      checks.assertSays(
          0,
          target.toString(),
          target + ", in the system class loader:",
          "  %s (kafka[1].jar)".formatted(KAFKA),
          KAMON_LINE,
          LIBRARY_LINE,
          OK,
          WELL);
    }
  }

  @Test
  void unpacked_web_application_is_looked_into() throws IOException {
    Path library = Files.createDirectories(directory.resolve("shop/WEB-INF/lib"));
    for (Path jar : ClassPath.ofTracedApplication().jars()) {
      Files.copy(jar, library.resolve(jar.getFileName()));
    }
    checks.assertSays(
        0,
        directory.resolve("shop").toString(),
        "shop, in the loader of the web application:",
        KAFKA_LINE,
        KAMON_LINE,
        LIBRARY_LINE,
        OK,
        WELL);
  }

  @Test
  void unpacked_web_applications_below_a_directory_are_looked_into_one_by_one() throws IOException {
    Path kafka = Files.createDirectories(directory.resolve("webapps/orders/WEB-INF/lib"));
    Files.copy(Jars.kafka(), kafka.resolve(Jars.kafka().getFileName()));
    Path kamon = Files.createDirectories(directory.resolve("webapps/shop/WEB-INF/lib"));
    for (Path jar : ClassPath.empty().kamon().jars()) {
      Files.copy(jar, kamon.resolve(jar.getFileName()));
    }
    ChildRun run = checks.run(directory.resolve("webapps").toString());
    assertThat(run.lines())
        .startsWith("orders, in the loader of the web application:", KAFKA_LINE, NO_LIBRARY)
        .doesNotContain(OK, KAMON_LINE)
        .endsWith(ONE_PROBLEM);
    assertThat(run.exitCode()).isEqualTo(1);
  }

  @Test
  void what_cannot_be_looked_at_is_named() throws IOException {
    Path text = Files.writeString(directory.resolve("text.jar"), "no jar");
    checks.assertSays(
        2,
        "nowhere.jar" + File.pathSeparator + text,
        "nowhere.jar is not there",
        text + " is no jar");
    checks.assertSays(2, text.toString(), text + " is no jar");
    checks.assertSays(
        2,
        checks.temporary() + File.separator + "*",
        checks.temporary() + File.separator + "* stands for no jar");
  }

  @Test
  void temporary_directory_that_takes_nothing_is_named() throws IOException {
    Path war = war();
    ChildRun run = Checks.run(war.toString(), directory.resolve("nowhere"));
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.lines())
        .last()
        .asString()
        .startsWith(war + " is not looked into: java.io.tmpdir takes no directory of ours, ")
        .contains(directory.resolve("nowhere").toString());
  }

  @Test
  void archive_of_a_kind_that_is_not_looked_into_is_named() throws IOException {
    Path ear = checks.jarOf("shop.war");
    checks.assertSays(
        1,
        ear.toString(),
        ear + ", in the system class loader:",
        NO_LIBRARY,
        "  problem: no kafka-clients is there: nothing to trace",
        "  note: what is in the jars within other.jar is not looked at. Unpack it, and check the"
            + " directory",
        ONE_PROBLEM);
  }

  private Path war(Path... libraries) throws IOException {
    Path war = directory.resolve("shop.war");
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(war))) {
      for (Path library : libraries) {
        out.putNextEntry(new ZipEntry("WEB-INF/lib/" + library.getFileName()));
        Files.copy(library, out);
      }
      for (String odd : List.of("lib/classes.jar", "lib-provided/classes.jar", "classes/1", TWIN)) {
        out.putNextEntry(new ZipEntry("WEB-INF/" + odd));
        new JarOutputStream(out, new Manifest()).finish();
      }
      out.putNextEntry(new ZipEntry("WEB-INF/lib/broken.jar"));
    }
    // Two entries of one name, which Gradle writes and the JDK does not.
    String bytes = Files.readString(war, StandardCharsets.ISO_8859_1);
    return Files.writeString(
        war, bytes.replace("WEB-INF/" + TWIN, "WEB-INF/classes/1"), StandardCharsets.ISO_8859_1);
  }
}
