package kamon.instrumentation.kafka.compat.deployments;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
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
  /** One with which the bundle's own instrumentation finds all tags. */
  private static final String OLD_KAFKA = "3.6.2";

  private static final String NEW_KAFKA = System.getProperty("kafka.version");
  private static final String PROCESS = "consumer.process";
  private static final String COMPILER = "compiler";
  private static final String SETTINGS = "-Dkamon.instrumentation.kafka.client.tracing.";
  static final List<String> CALLS =
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
          "interfaces",
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

  private static void assertAll(OldShopRun shop) {
    Map<String, ReportedSpan> sent = shop.takeSent();
    String afterwards = "; current null/none";
    for (String call : List.of("run", "named")) {
      ReportedSpan span = shop.takeChild(call, call.equals("run") ? PROCESS : "bill", sent);
      assertThat(shop.outcome(call)).isEqualTo(call + "/span " + span.spanId() + afterwards);
    }
    assertThat(shop.takeChild("unfinished", "bill", sent, "left", "open").error()).isFalse();
    assertThat(shop.outcome("unfinished")).isEqualTo("span" + afterwards);
    for (String failure :
        List.of(
            "throws: java.lang.IllegalStateException: no stock",
            "fatal: java.lang.InterruptedException: stop")) {
      String[] words = failure.split(": ", 3);
      ReportedSpan failed =
          shop.takeChild(
              words[0], PROCESS, sent, "error.type", words[1], "error.message", words[2]);
      assertThat(failed.error()).isTrue();
      assertThat(words[0] + ": " + shop.outcome(words[0])).isEqualTo(failure + afterwards);
    }
    for (String result : List.of("returns: early", "null: null", "unit: ()")) {
      String[] words = result.split(": ", 2);
      assertThat(shop.takeChild(words[0], PROCESS, sent).error()).isFalse();
      assertThat(words[0] + ": " + shop.outcome(words[0])).isEqualTo(result + afterwards);
    }
    shop.takeChild("span", PROCESS, sent);
    shop.takeChild("span", "ship", sent);
    assertThat(shop.outcome("span")).isEqualTo("()" + afterwards);
    String incoming = "context/span " + sent.get("context").spanId();
    assertThat(shop.outcome("context")).isEqualTo(incoming + " " + incoming + afterwards);
    assertThat(shop.outcome("propagator"))
        .isEqualTo("propagator/span " + sent.get("propagator").spanId() + afterwards);
    assertThat(shop.outcome("copy")).isEqualTo("true" + afterwards);
    assertThat(shop.takeCopied().parentId()).isEmpty();
    assertThat(shop.outcome("nothing")).isEqualTo("List(true, false)" + afterwards);
    String info = "ConsumerInfo(Some(group-" + shop.topic() + "),consumer)";
    assertThat(shop.outcome("interfaces"))
        .isEqualTo(
            "set/span "
                + sent.get("interfaces").spanId()
                + (" " + info + " true null " + info + " 7")
                + afterwards);
    assertThat(shop.outcome("record")).isEqualTo("true null/none null/none");
    ReportedSpan own = shop.take(span -> span.name().equals("own"));
    assertThat(own.tags())
        .containsOnlyKeys(
            "kafka.topic",
            "kafka.partition",
            "kafka.offset",
            "kafka.timestamp",
            "kafka.timestamp-type");
    assertThat(shop.outcome("own")).isEqualTo("null/none null/span " + own.spanId() + afterwards);
    assertThat(shop.spans()).as("spans of nothing that happened").isEmpty();
    assertThat(shop.warnings()).isEmpty();
  }

  /** What there was before us. */
  @Test
  void bundle_alone_has_the_three_tags_and_no_contexts() throws IOException {
    OldShopRun shop = run(new Case(OLD_KAFKA, Engine.BUNDLE, true), false);
    assertThat(shop.outcome("context")).startsWith("null/none null/none;");
    assertThat(shop.outcome("run")).startsWith("null/span ");
    assertThat(shop.take(span -> span.name().equals("bill")).tags())
        .containsKeys("kafka.client-id", "kafka.group-id", "kafka.poll-time");
  }

  /** The old code throws at a name that it does not know, in the first call and all others. */
  @Test
  void settings_that_the_old_code_cannot_read_harm_nobody() throws IOException {
    OldShopRun shop =
        run(
            new Case(NEW_KAFKA, Engine.OUR_AGENT, true),
            SETTINGS + "propagator=no.such.Class",
            SETTINGS + "use-delayed-spans=perhaps");
    assertThat(shop.warnings())
        .hasSize(2)
        .allMatch(line -> line.contains(" Setting kamon.instrumentation.kafka.client.tracing."));
    shop.warnings().clear();
    assertAll(shop);
  }

  @Test
  void rule_for_a_topic_holds_for_the_old_api_too() throws IOException {
    OldShopRun shop =
        run(
            new Case(NEW_KAFKA, Engine.OUR_AGENT, false),
            SETTINGS + "topics.0.topic=old-*",
            SETTINGS + "topics.0.trace=propagate");
    List<ReportedSpan> checkouts =
        shop.spans().stream().filter(span -> span.name().equals("checkout")).toList();
    assertThat(checkouts).hasSameSizeAs(CALLS);
    shop.spans().removeAll(checkouts);
    assertThat(shop.take(span -> span.name().equals("own")).parentId()).isEmpty();
    assertThat(shop.spans()).isEmpty();
    assertThat(shop.outcome("run"))
        .isEqualTo("run/span " + checkouts.get(0).spanId() + "; current null/none");
  }

  private OldShopRun run(Case deployment, String... jvmArgs) throws IOException {
    return run(deployment, true, jvmArgs);
  }

  private OldShopRun run(Case deployment, boolean library, String... jvmArgs) throws IOException {
    String topic = "old-" + UUID.randomUUID();
    List<Path> classPath = new ArrayList<>(List.of(program, Jars.TESTBED));
    List<Path> application = classPaths.get(deployment.kafka());
    List<Path> ours = library ? List.of(Jars.LIBRARY) : List.of();
    classPath.addAll(deployment.oldModuleFirst() ? application : ours);
    classPath.addAll(deployment.oldModuleFirst() ? ours : application);
    Program run =
        Program.of("shop.Main")
            .container(classPath)
            .jvmArgs(deployment.engine().jvmArg)
            .jvmArgs(
                "-Dkamon.modules.host-metrics.enabled=no",
                "-Dkamon.modules.process-metrics.enabled=no",
                "-Dkamon.modules.jvm-metrics.enabled=no")
            .jvmArgs(jvmArgs)
            .run(broker.bootstrapServers(), topic);
    return new OldShopRun(topic, run);
  }

  private static URL url(Path path) {
    try {
      return path.toUri().toURL();
    } catch (MalformedURLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String joined(List<Path> paths) {
    return paths.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
  }
}
