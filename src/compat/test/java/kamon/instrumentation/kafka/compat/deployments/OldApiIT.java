package kamon.instrumentation.kafka.compat.deployments;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import kamon.instrumentation.kafka.compat.ClassPaths;
import kamon.instrumentation.kafka.compat.Jars;
import kamon.instrumentation.kafka.compat.ListedRelease;
import kamon.instrumentation.kafka.testbed.BrokerExtension;
import kamon.instrumentation.kafka.testbed.KafkaBroker;
import kamon.instrumentation.kafka.testbed.ReportedSpan;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Scala code that was compiled against the API of Kamon's own Kafka module: it runs as it was, and
 * has what our API gives. The program is compiled here, by scalac, against the Kamon Bundle.
 */
@ExtendWith(BrokerExtension.class)
class OldApiIT {
  /** The last for which the bundle's own instrumentation has all tags. */
  private static final String OLD_KAFKA = "3.6.2";

  private static final String NEW_KAFKA = System.getProperty("kafka.version");
  private static final String COMPILER = "compiler";
  private static final String SETTINGS = "-Dkamon.instrumentation.kafka.client.tracing.";
  private static final List<String> CALLS =
      List.of(
          "run",
          "named",
          "unfinished",
          "throws",
          "fatal",
          "returns",
          "null",
          "unit",
          "span",
          "context",
          "copy",
          "nothing",
          "propagator",
          "own");

  private static Map<String, List<Path>> classPaths;

  @TempDir private static Path program;

  private final KafkaBroker broker;

  OldApiIT(KafkaBroker broker) {
    this.broker = broker;
  }

  /** Who weaves. */
  enum Engine {
    OUR_AGENT("-javaagent:" + Jars.AGENT),
    KANELA("-javaagent:" + Jars.KANELA),
    /** The bundle attaches its Kanela to the JVM that it is in. */
    BUNDLE("-Djdk.attach.allowAttachSelf=true");

    private final String jvmArg;

    Engine(String jvmArg) {
      this.jvmArg = jvmArg;
    }
  }

  /** One deployment. */
  record Case(String kafka, Engine engine, boolean oldModuleFirst) {}

  static Stream<Case> cases() {
    return Stream.of(OLD_KAFKA, NEW_KAFKA)
        .flatMap(
            kafka ->
                Stream.of(Engine.values())
                    .flatMap(
                        engine ->
                            Stream.of(true, false).map(first -> new Case(kafka, engine, first))));
  }

  @BeforeAll
  static void compile() throws Exception {
    String bundle = "io.kamon:kamon-bundle_2.13:" + System.getProperty("kamon-bundle.version");
    Map<String, List<String>> coordinates = new LinkedHashMap<>();
    for (String kafka : List.of(OLD_KAFKA, NEW_KAFKA)) {
      coordinates.put(
          kafka,
          List.of(
              "ch.qos.logback:logback-classic:" + System.getProperty("logback.version"),
              "org.apache.kafka:kafka-clients:" + kafka,
              bundle,
              "io.kamon:kamon-core_2.13:" + ListedRelease.newestKamonCore("2.13")));
    }
    coordinates.put(
        COMPILER,
        List.of(
            "org.scala-lang:scala-compiler:" + System.getProperty("compiler.scala-2.13.version")));
    classPaths = ClassPaths.resolve(coordinates);
    Path source = program.resolve("OldShop.scala");
    try (InputStream stream = OldApiIT.class.getResourceAsStream("/old-api/OldShop.scala")) {
      Files.copy(stream, source);
    }
    compile(source);
  }

  private static void compile(Path source) throws Exception {
    List<Path> libraries = new ArrayList<>(List.of(Path.of("target", "classes")));
    libraries.addAll(classPaths.get(NEW_KAFKA));
    URL[] compiler = classPaths.get(COMPILER).stream().map(OldApiIT::url).toArray(URL[]::new);
    try (URLClassLoader loader =
        new URLClassLoader(compiler, ClassLoader.getPlatformClassLoader())) {
      loader
          .loadClass("scala.tools.nsc.Main")
          .getMethod("process", String[].class)
          .invoke(
              null,
              (Object)
                  new String[] {
                    "-cp", joined(libraries), "-d", program.toString(), source.toString()
                  });
    }
    assertThat(program.resolve("shop/OldShop.class")).as("see standard output").exists();
  }

  @ParameterizedTest
  @Execution(ExecutionMode.CONCURRENT)
  @MethodSource("cases")
  void code_on_the_old_api_has_what_ours_gives(Case deployment) throws IOException {
    assertAll(run(deployment));
  }

  private void assertAll(Shop shop) {
    shop.outcomes.forEach((name, outcome) -> System.out.println("CASE " + name + ": " + outcome));
    shop.spans.forEach(span -> System.out.println("CASE " + span));
    Map<String, ReportedSpan> sent = shop.sent();
    for (String call : CALLS) {
      assertThat(sent.get(call).tags())
          .containsExactlyInAnyOrderEntriesOf(
              Map.of(
                  "kafka.topic",
                  shop.topic,
                  "kafka.client-id",
                  "producer",
                  "kafka.key",
                  call,
                  "kafka.partition",
                  0L));
    }
    shop.consumed("run", "consumer.process");
  }

  /** What there was before us, with the one generation of clients that the bundle knows well. */
  @Test
  void control_with_the_bundle_alone_has_no_contexts() throws IOException {
    Shop shop = run(new Case(OLD_KAFKA, Engine.BUNDLE, true), false);
    shop.outcomes.forEach(
        (name, outcome) -> System.out.println("CONTROL " + name + ": " + outcome));
    shop.spans.forEach(span -> System.out.println("CONTROL " + span));
  }

  /** The old code throws at a name that it does not know, in the first call and all others. */
  @Test
  void settings_that_the_old_code_cannot_read_harm_nobody() throws IOException {
    Shop shop =
        run(
            new Case(NEW_KAFKA, Engine.OUR_AGENT, true),
            SETTINGS + "propagator=no.such.Class",
            SETTINGS + "use-delayed-spans=perhaps");
    assertAll(shop);
  }

  private Shop run(Case deployment, String... jvmArgs) throws IOException {
    return run(deployment, true, jvmArgs);
  }

  private Shop run(Case deployment, boolean library, String... jvmArgs) throws IOException {
    String topic = "old-" + UUID.randomUUID();
    List<Path> classPath = new ArrayList<>(List.of(program, Jars.TESTBED));
    List<Path> application = classPaths.get(deployment.kafka());
    List<Path> ours = library ? List.of(Jars.LIBRARY) : List.of();
    classPath.addAll(deployment.oldModuleFirst() ? application : ours);
    classPath.addAll(deployment.oldModuleFirst() ? ours : application);
    Program run =
        Program.of("shop.OldShop")
            .container(classPath)
            .jvmArgs(deployment.engine().jvmArg)
            .jvmArgs(
                "-Dkamon.modules.host-metrics.enabled=no",
                "-Dkamon.modules.process-metrics.enabled=no",
                "-Dkamon.modules.jvm-metrics.enabled=no")
            .jvmArgs(jvmArgs)
            .run(broker.bootstrapServers(), topic);
    return new Shop(topic, run);
  }

  private static URL url(Path path) {
    try {
      return path.toUri().toURL();
    } catch (java.net.MalformedURLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String joined(List<Path> paths) {
    return paths.stream()
        .map(Path::toString)
        .collect(Collectors.joining(java.io.File.pathSeparator));
  }

  /** What a run has printed and reported. */
  private static final class Shop {
    private final String topic;
    private final List<ReportedSpan> spans;
    private final Map<String, String> outcomes = new LinkedHashMap<>();

    private Shop(String topic, Program run) {
      this.topic = topic;
      this.spans = new ArrayList<>(run.spans());
      for (String line : run.lines()) {
        String[] parts = line.split(": ", 2);
        if (CALLS.contains(parts[0])) {
          outcomes.put(parts[0], parts[1]);
        }
      }
      assertThat(outcomes).as(() -> String.join("\n", run.lines())).containsOnlyKeys(CALLS);
    }

    private Map<String, ReportedSpan> sent() {
      Map<String, ReportedSpan> sent = new HashMap<>();
      for (ReportedSpan span : spans) {
        if (span.name().equals("producer.send")) {
          sent.put((String) span.tags().get("kafka.key"), span);
        }
      }
      return sent;
    }

    private ReportedSpan consumed(String call, String name) {
      return spans.stream()
          .filter(span -> span.name().equals(name) && call.equals(span.tags().get("kafka.key")))
          .findFirst()
          .orElseThrow(() -> new AssertionError(call + ": no span " + name + " in " + spans));
    }
  }
}
