package kamon.instrumentation.kafka.reliability.start;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import kamon.instrumentation.kafka.testbed.Jdks;

/**
 * Archives of classes, with which a JVM starts sooner: those of AppCDS, and caches of JEP 483. Each
 * is made without the agent and with it, and then used by a JVM that has the agent and by one that
 * has not.
 */
final class Archives {
  private static final int FIRST_WITH_AUTOMATIC = 19;
  private static final int FIRST_WITH_CACHE = 25;

  // Without them a JVM that is to make an archive refuses each agent, whatever it is, and one that
  // uses an archive leaves those that were made so.
  private static final String[] WITH_AGENT = {
    "-XX:+UnlockDiagnosticVMOptions", "-XX:+AllowArchivingWithJavaAgent"
  };
  private static final String AGENTS_MODULE = "--add-modules=java.instrument";

  private final Path directory;
  private final List<Path> jars;
  private final int feature;
  private final Path jdk;

  private Archives(Path directory, List<Path> jars, int feature, Path jdk) {
    this.directory = directory;
    this.jars = jars;
    this.feature = feature;
    this.jdk = jdk;
  }

  static List<Start> starts(Path directory) throws IOException {
    List<Path> jars = Parts.jarsOnly(directory);
    List<Start> all = new ArrayList<>();
    for (int feature : List.of(17, 21, 25)) {
      Optional<Path> jdk = Jdks.find(feature);
      if (jdk.isPresent()) {
        all.addAll(new Archives(directory, jars, feature, jdk.get()).starts());
      }
    }
    return all;
  }

  private List<Start> starts() {
    List<Start> all = new ArrayList<>();
    for (boolean agent : new boolean[] {false, true}) {
      all.add(dynamic(agent));
      all.add(fixed(agent));
      if (feature >= FIRST_WITH_AUTOMATIC) {
        all.add(automatic(agent));
      }
      if (feature >= FIRST_WITH_CACHE) {
        all.add(cache(agent));
      }
    }
    if (feature >= FIRST_WITH_CACHE) {
      all.add(cacheAsLateAttach());
    }
    return all;
  }

  private Start dynamic(boolean agent) {
    String archive = file("dynamic", agent, "jsa");
    String[] using = with(agent, "-XX:SharedArchiveFile=" + archive);
    return start("dynamic AppCDS archive", agent)
        .flags(using)
        .prepared(
            () -> {
              train(agent, with(agent, "-XX:ArchiveClassesAtExit=" + archive));
              assertUsed(using);
            });
  }

  private Start fixed(boolean agent) {
    String archive = file("static", agent, "jsa");
    String classes = file("static", agent, "classlist");
    String[] using = with(agent, "-XX:SharedArchiveFile=" + archive);
    return start("static AppCDS archive", agent)
        .flags(using)
        .prepared(
            () -> {
              // Never with the agent: JDK 25 lists the classes of the engine's own loader, and does
              // not find them in the jar of the agent when it makes the archive.
              train(false, "-XX:DumpLoadedClassList=" + classes);
              train(
                  agent,
                  with(
                      agent,
                      "-Xshare:dump",
                      "-XX:SharedClassListFile=" + classes,
                      "-XX:SharedArchiveFile=" + archive));
              assertUsed(using);
            });
  }

  /** The JVM makes it at its end where there is none that fits; both runs have one of their own. */
  private Start automatic(boolean agent) {
    String automatically = "-XX:+AutoCreateSharedArchive";
    String without = "-XX:SharedArchiveFile=" + file("automatic-control", agent, "jsa");
    String with = "-XX:SharedArchiveFile=" + file("automatic", agent, "jsa");
    return start("AppCDS archive that the JVM makes itself", agent)
        .flagsBefore(automatically, without)
        .agents(with(true, "-javaagent:" + Parts.AGENT, with))
        .prepared(
            () -> {
              train(agent, with(agent, automatically, without));
              train(agent, with(agent, automatically, with));
            });
  }

  private Start cache(boolean agent) {
    String cache = file("cache", agent, "aot");
    return start("AOT cache", agent)
        .flags("-XX:AOTCache=" + cache)
        .prepared(() -> train(agent, "-XX:AOTCacheOutput=" + cache));
  }

  /** The JVM takes no cache of other modules than it has, and the agent brings one. */
  private Start cacheAsLateAttach() {
    String cache = file("cache-late", false, "aot");
    return start("AOT cache with the module of agents", false)
        .flags("-XX:AOTCache=" + cache, AGENTS_MODULE)
        .says("was started after KafkaConsumer")
        .prepared(() -> train(false, "-XX:AOTCacheOutput=" + cache, AGENTS_MODULE));
  }

  private Start start(String kind, boolean agent) {
    return new Start(
            "JDK %d, %s, made %s the agent".formatted(feature, kind, agent ? "with" : "without"))
        .on(jdk)
        .classPath(jars)
        .traced();
  }

  private void train(boolean agent, String... flags) {
    Start.Outcome outcome =
        new Start("training").on(jdk).classPath(jars).flags(flags).after("kamon").run(agent);
    assertThat(outcome.exitCode())
        .as(() -> Arrays.toString(flags) + "\n" + String.join("\n", outcome.all()))
        .isZero();
  }

  /** An archive that is not taken would prove nothing. */
  private void assertUsed(String... flags) {
    Start.Outcome outcome =
        new Start("use")
            .on(jdk)
            .classPath(jars)
            .flags(flags)
            .flags("-Xlog:class+load")
            .after("kamon")
            .run(false);
    assertThat(outcome.all())
        .as(() -> Arrays.toString(flags))
        .anyMatch(
            line -> line.contains("org.apache.kafka.common.utils.Utils source: shared objects"));
  }

  private String file(String name, boolean agent, String end) {
    return directory
        .resolve(feature + name + (agent ? "-agent." : ".") + end)
        .toAbsolutePath()
        .toString();
  }

  private static String[] with(boolean agent, String... flags) {
    return agent
        ? Stream.concat(Stream.of(WITH_AGENT), Stream.of(flags)).toArray(String[]::new)
        : flags;
  }
}
