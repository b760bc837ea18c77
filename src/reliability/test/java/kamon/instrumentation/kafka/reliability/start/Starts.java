package kamon.instrumentation.kafka.reliability.start;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.zip.ZipFile;

/** Ways to start an application, each of a kind that has kept some agent's host from starting. */
final class Starts {
  private static final String PRODUCER = "org/apache/kafka/clients/producer/KafkaProducer.class";
  private static final String RECORD = "org/apache/kafka/clients/producer/ProducerRecord.class";
  private static final String HEADERS =
      "org/apache/kafka/common/header/internals/RecordHeaders.class";

  private final Path directory;

  Starts(Path directory) {
    this.directory = directory;
  }

  /** The most telling ones: those that have failed, and one of each kind. */
  List<Start> inEveryBuild() throws IOException {
    return List.of(
        new Start("every class verified, small stacks, no shared classes")
            .flags("-Xverify:all", "-Xss256k", "-Xshare:off")
            .after("kamon"),
        new Start("system properties away while Kafka is first used")
            .after("new-properties-for-a-while"),
        new Start("class path above the system class loader, library from the agent")
            .flags("-Djava.system.class.loader=" + ApplicationLoader.class.getName())
            .classPath(Parts.withoutLibrary())
            .after("kamon"),
        new Start("system properties that throw").says(null).after("hostile-properties"),
        new Start("standard error that throws").says(null).traced("no-standard-error"),
        new Start("context class loader that throws").after("kamon", "hostile-context-loader"),
        new Start("modules no more than Kafka's own").flags(limitModules()).after("kamon"),
        broken(PRODUCER, "half"),
        new Start("configuration that does not parse, started by the agent")
            .agents("-javaagent:" + Parts.AGENT + "=init")
            .classPath(Parts.before(Parts.full(), configuration("kamon {")))
            .after(),
        agentIn("a b%20+#ü"));
  }

  /** All others. */
  List<Start> inLongRuns(List<Path> jdks) throws IOException {
    List<Start> all = new ArrayList<>();
    for (Path jdk : jdks) {
      String name = jdk.getFileName() + ", ";
      for (String step :
          List.of(
              "new-properties",
              "odd-properties",
              "hostile-properties",
              "no-context-loader",
              "hostile-context-loader",
              "no-standard-error")) {
        // Without java.home the JDK finds no resource, and Kafka's settings cannot be loaded.
        boolean fails = step.equals("new-properties");
        Start first = new Start(name + step).on(jdk).says(null);
        all.add(fails ? first.does(step, "classes", "records") : first.after(step));
        all.add(new Start(name + step + " after Kamon").on(jdk).says(null).after("kamon", step));
      }
      for (String flags : flags()) {
        all.add(
            new Start(name + flags)
                .on(jdk)
                .flags(flags.split(" "))
                .says(flags.contains("woven-by") ? "stands down" : null)
                .after("kamon"));
      }
    }
    for (String file : List.of(PRODUCER, RECORD, HEADERS)) {
      for (String how : List.of("half", "empty", "magic", "version", "junk", "future")) {
        all.add(broken(file, how));
      }
    }
    for (String text :
        List.of(
            "kamon {",
            "kamon = 7",
            "kamon.instrumentation.kafka = 7",
            "kamon.instrumentation = x",
            "kamon.trace = ${no.such}",
            "kanela = 3")) {
      Path place = configuration(text);
      List<Path> path = Parts.before(Parts.full(), place);
      all.add(new Start("configuration " + text).classPath(path).after());
      all.add(new Start("configuration " + text + ", Kamon").classPath(path).after("kamon"));
      all.add(
          new Start("configuration " + text + ", started by the agent")
              .agents("-javaagent:" + Parts.AGENT + "=init")
              .classPath(path)
              .after());
    }
    for (String odd : List.of("a!b", "a?b", "a;b", "-x", "a&b", "a'b")) {
      all.add(agentIn(odd));
    }
    for (String words : List.of("", ",,,", "init", "init,init", "OFF", "a=b", "x".repeat(5000))) {
      all.add(
          new Start("agent with =" + (words.length() < 20 ? words : "a long text"))
              .agents("-javaagent:" + Parts.AGENT + "=" + words)
              .after());
    }
    String usual = "-javaagent:" + Parts.AGENT;
    Path copy = Files.copy(Parts.AGENT, directory.resolve("second.jar"));
    all.add(new Start("agent twice").agents(usual, usual).after("kamon"));
    all.add(new Start("two copies of the agent").agents(usual, "-javaagent:" + copy).after());
    all.add(
        new Start("agent on the class path too")
            .classPath(Parts.before(Parts.full(), Parts.AGENT))
            .after("kamon"));
    all.add(new Start("no Kamon").classPath(Parts.bare()).says(Start.NOT_TRACED).after());
    all.add(
        new Start("no Kamon, started by the agent")
            .agents(usual + "=init")
            .classPath(Parts.bare())
            .says(Start.NOT_TRACED)
            .after());
    for (String part : List.of("scala-library-", "config-", "slf4j-api-")) {
      all.add(
          new Start("no " + part)
              .agents(usual + "=init")
              .classPath(without(Parts.full(), part))
              .after());
    }
    all.add(
        new Start("configuration of Logback that is broken")
            .classPath(
                Parts.before(
                    Parts.with(Parts.full(), Parts.logback().toArray(Path[]::new)),
                    file("logback.xml", "<configuration><appender class=\"no.Such\"><x>")))
            .after("kamon"));
    all.addAll(securityManager());
    all.addAll(besideOthers(usual));
    return all;
  }

  private static List<Start> besideOthers(String usual) {
    String jacoco = "-javaagent:" + Parts.jar("org.jacoco.agent-") + "=output=none";
    String kanela = "-javaagent:" + Parts.jar("kanela-agent-");
    String newJdk = "-Dkanela.agent.libs.net.bytebuddy.experimental=true";
    return List.of(
        new Start("after JaCoCo").flagsBefore(jacoco).after("kamon"),
        new Start("before JaCoCo").flags(jacoco).after("kamon"),
        new Start("before Kanela").agents(usual, kanela, newJdk).after("kamon"),
        new Start("after Kanela").agents(kanela, usual, newJdk).says("stands down").after("kamon"),
        new Start("Kanela alone").agents(kanela, newJdk).says("through Kanela").after("kamon"),
        new Start("Kanela alone, Kamon not started")
            .agents(kanela, newJdk)
            .says("through Kanela")
            .after(),
        new Start("Kanela alone, system properties away while Kafka is first used")
            .agents(kanela, newJdk)
            .says(null)
            .after("new-properties-for-a-while"));
  }

  private List<Start> securityManager() throws IOException {
    List<Start> all = new ArrayList<>();
    if (Runtime.version().feature() < 24) {
      Path policy =
          Files.writeString(
              directory.resolve("by.policy"),
              "grant { permission java.lang.RuntimePermission \"exitVM.*\"; };");
      for (String first : List.of("records", "kamon")) {
        all.add(
            new Start("security manager that grants nothing, " + first)
                .flags("-Djava.security.manager", "-Djava.security.policy==" + policy)
                .says("could not start")
                .after(first));
      }
    }
    return all;
  }

  private static List<String> flags() {
    return List.of(
        "-Xverify:all",
        "-Xverify:none",
        "-Xshare:off",
        "-XX:+UseSerialGC",
        "-XX:+UseParallelGC",
        "-XX:+UseZGC",
        "-Xint",
        "-Xss256k",
        "-verbose:class",
        "-ea -esa",
        "-Xcheck:jni",
        "-XX:+DisableAttachMechanism",
        "-Dfile.encoding=UTF-16",
        "-Djava.io.tmpdir=/nowhere",
        "-Duser.dir=/nowhere",
        "-Dkamon.kafka.woven-by=x",
        "-Djava.protocol.handler.pkgs=nowhere",
        "-Duser.language=tr -Duser.country=TR",
        "-XX:MaxJavaStackTraceDepth=1",
        String.join(" ", limitModules()));
  }

  private static String[] limitModules() {
    return new String[] {
      "--limit-modules",
      "java.instrument,java.management,java.naming,java.security.sasl,java.security.jgss"
    };
  }

  private Start agentIn(String odd) throws IOException {
    Path place = Files.createDirectories(directory.resolve("agents").resolve(odd));
    Path agent = Files.copy(Parts.AGENT, place.resolve("agent.jar"));
    return new Start("agent in " + odd + ", library from the agent")
        .agents("-javaagent:" + agent)
        .classPath(Parts.withoutLibrary())
        .after("kamon");
  }

  /** Kafka with a class file that no JVM takes: what else there is, is used all the same. */
  private Start broken(String file, String how) throws IOException {
    byte[] bytes;
    try (ZipFile kafka = new ZipFile(Parts.KAFKA.toFile());
        InputStream stream = kafka.getInputStream(kafka.getEntry(file))) {
      bytes = stream.readAllBytes();
    }
    Path place = directory.resolve(how + "-" + file.substring(file.lastIndexOf('/') + 1));
    Files.createDirectories(place.resolve(file).getParent());
    Files.write(place.resolve(file), BrokenClass.valueOf(how.toUpperCase(Locale.ROOT)).of(bytes));
    return new Start("class file broken (" + how + "): " + file)
        .classPath(Parts.before(Parts.full(), place))
        .says(null)
        .after();
  }

  private Path configuration(String text) throws IOException {
    return file("application.conf", text);
  }

  private Path file(String name, String text) throws IOException {
    Path place = Files.createTempDirectory(directory, "place");
    Files.writeString(place.resolve(name), text);
    return place;
  }

  private static List<Path> without(List<Path> path, String name) {
    return path.stream().filter(part -> !part.getFileName().toString().startsWith(name)).toList();
  }
}
