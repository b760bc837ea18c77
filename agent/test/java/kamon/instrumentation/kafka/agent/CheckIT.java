package kamon.instrumentation.kafka.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import kamon.instrumentation.kafka.testbed.ChildJvmBuilder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command {@code java -jar kamon-kafka-agent.jar check}. */
final class CheckIT {
  private static final String VERSION = System.getProperty("project.version");
  private static final String KAFKA = "kafka-clients " + Expected.kafkaVersion();
  private static final String KAFKA_LINE = "  %s (%s)".formatted(KAFKA, Jars.kafka().getFileName());
  private static final String KAMON_LINE = kamonLine();
  private static final String LIBRARY_LINE = "  kamon-kafka " + VERSION + " (kamon-kafka.jar)";
  private static final String NO_LIBRARY =
      "  note: the application has no kamon-kafka, and needs none: the agent brings " + VERSION;
  private static final String OK = "  ok: instruments %s: %s".formatted(KAFKA, Expected.hooks());
  private static final String WELL = "All is well: start it with -javaagent:kamon-kafka-agent.jar";
  private static final String BROKEN_LINE = "  note: broken.jar is no jar";
  private static final String TWIN = "classes/2";
  private static final String ONE_PROBLEM = "There is 1 problem";

  private final Path directory;
  private Path temporary;

  CheckIT(@TempDir Path directory) {
    this.directory = directory;
  }

  private static String kamonLine() {
    String jar = Jars.here("kamon-core_2.13-").getFileName().toString();
    return "  Kamon %s (%s)".formatted(jar.replaceAll(".*-(.*)\\.jar", "$1"), jar);
  }

  @BeforeEach
  void createTemporary() throws IOException {
    temporary = Files.createDirectory(directory.resolve("temporary"));
  }

  @Test
  void class_path_with_all_that_is_needed_is_well() {
    assertCheck(
        0,
        ClassPath.ofTracedApplication().toString(),
        "The class path, in the system class loader:",
        KAFKA_LINE,
        KAMON_LINE,
        LIBRARY_LINE,
        OK,
        WELL);
  }

  @Test
  void executable_jar_is_looked_into_and_leaves_no_file() throws IOException {
    assumeThat(ChildJdk.chosen().feature())
        .as("Spring Boot 3.5 needs a Java 17 for its applications")
        .isGreaterThanOrEqualTo(17);
    assertCheck(
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
    assertCheck(
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
    assertCheck(
        0,
        ClassPath.empty().kamon().with(Jars.kafka()) + File.pathSeparator + war(),
        lines.toArray(new String[0]));
  }

  @Test
  void kamon_below_kafka_is_a_problem() throws IOException {
    Path[] kamon = ClassPath.empty().kamon().jars().toArray(new Path[0]);
    ChildRun run = check(Jars.kafka() + File.pathSeparator + war(kamon));
    assertThat(run.lines())
        .containsSequence("shop.war, in the loader of the web application:", KAFKA_LINE, KAMON_LINE)
        .doesNotContain(OK)
        .endsWith("There are 2 problems");
    assertThat(run.exitCode()).isEqualTo(1);
  }

  @Test
  void library_above_kafka_is_to_be_moved() throws IOException {
    assertCheck(
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
    assertCheck(
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
      assertCheck(
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
    assertCheck(
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
    ChildRun run = check(directory.resolve("webapps").toString());
    assertThat(run.lines())
        .startsWith("orders, in the loader of the web application:", KAFKA_LINE, NO_LIBRARY)
        .doesNotContain(OK, KAMON_LINE)
        .endsWith(ONE_PROBLEM);
    assertThat(run.exitCode()).isEqualTo(1);
  }

  @Test
  void without_kamon_it_says_what_the_agent_would_say() {
    assertCheck(
        1,
        Jars.kafka().toString(),
        Jars.kafka() + ", in the system class loader:",
        KAFKA_LINE,
        NO_LIBRARY,
        "  problem: "
            + KAFKA
            + " is not traced: Kamon is not visible from there. Add io.kamon:kamon-core_2.13 (or"
            + " kamon-bundle_2.13) and a reporter to the application, next to kafka-clients, and"
            + " call Kamon.init() or start with -javaagent:kamon-kafka-agent.jar=init",
        ONE_PROBLEM);
  }

  @Test
  void kamon_that_cannot_be_loaded_is_a_problem() throws IOException {
    Path kamon = jarOf("kamon/Kamon.class");
    assertCheck(
        1,
        ClassPath.empty().with(Jars.kafka(), kamon).toString(),
        "The class path, in the system class loader:",
        KAFKA_LINE,
        "  Kamon of unknown version (other.jar)",
        NO_LIBRARY,
        "  problem: "
            + KAFKA
            + " is not traced: kamon.Kamon is there, but cannot be loaded:"
            + " java.lang.ClassFormatError: Truncated class file",
        ONE_PROBLEM);
  }

  @Test
  void kafka_without_a_place_for_a_hook_is_a_problem() throws IOException {
    EditedJar kafka =
        new EditedJar(Jars.kafka(), directory)
            .without("org/apache/kafka/common/header/internals/RecordHeaders.class");
    assertCheck(
        1,
        ClassPath.empty().kamon().library().with(kafka.path()).toString(),
        "The class path, in the system class loader:",
        KAFKA_LINE,
        KAMON_LINE,
        LIBRARY_LINE,
        OK.replace(", RecordHeaders", ""),
        "  problem: finds no place for its hooks in "
            + KAFKA
            + ": RecordHeaders (no such class). What depends on them is not traced; look for a"
            + " kamon-kafka that knows this release",
        ONE_PROBLEM);
  }

  @Test
  void classes_for_a_newer_java_are_named_with_what_to_do() throws IOException {
    String type = "org/apache/kafka/common/KafkaException";
    byte[] classFile = JarContents.of(Jars.kafka()).content(type + ".class");
    ByteBuffer.wrap(classFile).putShort(6, (short) 999);
    EditedJar kafka = new EditedJar(Jars.kafka(), directory).with(type + ".class", classFile);
    ChildRun run = check(ClassPath.empty().kamon().with(kafka.path()).toString());
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.lines())
        .anyMatch(
            line ->
                line.matches(
                    "  problem: "
                        + KAFKA
                        + " is not traced: org.apache.kafka.common.KafkaException is for a newer"
                        + " Java than the .+ that this check runs on. Run it with the"
                        + " application's"));
  }

  @Test
  void what_is_there_twice_or_under_another_name_is_told() throws IOException {
    String producer = "kafka/clients/producer/KafkaProducer.class";
    Path other =
        jarOf(
            "kamon/Kamon.class",
            "com/acme/" + producer,
            "META-INF/versions/9/org/apache/" + producer);
    assertCheck(
        0,
        ClassPath.ofTracedApplication().with(other).toString(),
        "The class path, in the system class loader:",
        KAFKA_LINE,
        KAMON_LINE,
        "  note: other.jar has it, too, and the first counts. Keep one",
        LIBRARY_LINE,
        OK,
        "  note: a kafka-clients that was renamed to com.acme.kafka (shaded) is not traced: its"
            + " classes are not those that the library knows",
        WELL);
  }

  @Test
  void application_without_kafka_has_nothing_to_trace() throws IOException {
    Path text = Files.writeString(directory.resolve("text.jar"), "no jar");
    assertCheck(
        1,
        ClassPath.empty().kamon().library().with(text) + File.pathSeparator + "nowhere.jar",
        "The class path, in the system class loader:",
        KAMON_LINE,
        LIBRARY_LINE,
        "  problem: no kafka-clients is there: nothing to trace",
        "note: " + text + " is no jar",
        "note: nowhere.jar is not there",
        ONE_PROBLEM);
  }

  @Test
  void what_cannot_be_looked_at_is_named() throws IOException {
    Path text = Files.writeString(directory.resolve("text.jar"), "no jar");
    assertCheck(
        2,
        "nowhere.jar" + File.pathSeparator + text,
        "nowhere.jar is not there",
        text + " is no jar");
    assertCheck(2, text.toString(), text + " is no jar");
    assertCheck(
        2, temporary + File.separator + "*", temporary + File.separator + "* stands for no jar");
  }

  @Test
  void other_arguments_are_answered_with_the_usage() {
    for (String[] arguments : new String[][] {{}, {"check"}, {"check", ""}, {"prove", "a.jar"}}) {
      ChildRun run = ChildRun.of(ChildRun.jar(Jars.AGENT).args(arguments));
      assertThat(run.exitCode()).isEqualTo(2);
      assertThat(run.lines())
          .hasSize(4)
          .first()
          .isEqualTo("Usage: java -jar kamon-kafka-agent.jar check app.jar|directory|classpath");
    }
  }

  @Test
  void temporary_directory_that_takes_nothing_is_named() throws IOException {
    Path war = war();
    ChildRun run = check(war.toString(), directory.resolve("nowhere"));
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.lines())
        .last()
        .asString()
        .startsWith(war + " is not looked into: java.io.tmpdir takes no directory of ours, ")
        .contains(directory.resolve("nowhere").toString());
  }

  @Test
  void archive_of_a_kind_that_is_not_looked_into_is_named() throws IOException {
    Path ear = jarOf("shop.war");
    assertCheck(
        1,
        ear.toString(),
        ear + ", in the system class loader:",
        NO_LIBRARY,
        "  problem: no kafka-clients is there: nothing to trace",
        "  note: what is in the jars within other.jar is not looked at. Unpack it, and check the"
            + " directory",
        ONE_PROBLEM);
  }

  /** A jar with files without content. */
  private Path jarOf(String... names) throws IOException {
    Path other = directory.resolve("other.jar");
    try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(other))) {
      for (String name : names) {
        jar.putNextEntry(new ZipEntry(name));
      }
    }
    return other;
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

  private void assertCheck(int exitCode, String target, String... lines) {
    ChildRun run = check(target);
    assertThat(run.lines()).containsExactlyElementsOf(List.of(lines));
    assertThat(run.exitCode()).isEqualTo(exitCode);
  }

  private ChildRun check(String target) {
    ChildRun run = check(target, temporary);
    try (Stream<Path> left = Files.list(temporary)) {
      assertThat(left).isEmpty();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    return run;
  }

  private static ChildRun check(String target, Path temporary) {
    ChildJvmBuilder jvm =
        ChildRun.jar(Jars.AGENT).jvmArgs("-Djava.io.tmpdir=" + temporary).args("check", target);
    return ChildRun.of(jvm);
  }
}
