package kamon.instrumentation.kafka.reliability.fuzz;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import kamon.instrumentation.kafka.reliability.Effort;
import kamon.instrumentation.kafka.testbed.ChildJvm;
import kamon.instrumentation.kafka.testbed.ChildJvmBuilder;

/** A JVM with {@link FuzzTarget}, alone or below Jazzer. */
final class FuzzJvm {
  private static final String JAZZER = "com.code_intelligence.jazzer.Jazzer";
  private static final String LIBRARY = "kamon.instrumentation.kafka.internal.**";

  /** Of each identifier scheme in a long run: ten million together. */
  static final int RUNS = 5_000_000;

  /** What a long run may take on a machine that does other things too. */
  static final int MAX_SECONDS = Integer.getInteger("fuzz.seconds", 3600);

  private static final String EXECUTIONS = "stat::number_of_executed_units:";
  private static final Duration LIMIT =
      Effort.current().pick(Duration.ofMinutes(3), Duration.ofHours(2));

  private final ChildJvm child;

  private FuzzJvm(ChildJvm child) {
    this.child = child;
  }

  /** Whether its native library can be loaded, as far as that is known and tried. */
  static boolean isSupported() {
    return System.getProperty("os.name").equals("Linux")
        && List.of("amd64", "aarch64").contains(System.getProperty("os.arch"))
        && !Files.exists(Path.of("/etc/alpine-release"));
  }

  static FuzzJvm replay(String scheme, Path corpus, Path directory) {
    return new FuzzJvm(
        jvm(ReplayMain.class.getName(), scheme, directory).args(corpus.toString()).start());
  }

  static FuzzJvm fuzz(String scheme, Path corpus, Path directory) {
    return new FuzzJvm(
        jazzer(scheme, directory)
            .args(Effort.current().pick("-max_total_time=15", "-runs=" + RUNS))
            .args(Effort.current().pick("-runs=" + RUNS, "-max_total_time=" + MAX_SECONDS))
            .show(line -> line.contains("pulse "))
            .args("-verbosity=" + Effort.current().pick(0, 1))
            .args("-print_final_stats=1", "-max_len=4096", "-rss_limit_mb=4096")
            .args(corpus.toString())
            .start());
  }

  static FuzzJvm merge(Path to, Iterable<Path> from, Path directory) {
    List<String> corpora = new ArrayList<>();
    corpora.add(to.toString());
    from.forEach(corpus -> corpora.add(corpus.toString()));
    return new FuzzJvm(
        jazzer("double", directory)
            .args("-merge=1", "-use_counters=0") // a branch counts, not how often it is taken
            .args(corpora.toArray(String[]::new))
            .start());
  }

  private static ChildJvmBuilder jazzer(String scheme, Path directory) {
    return jvm(JAZZER, scheme, directory)
        .jvmArgs("-Dfuzz.bytes=" + 128 * 1024, "-XX:+EnableDynamicAgentLoading")
        .args(
            "--target_class=" + FuzzTarget.class.getName(),
            "--instrumentation_includes=" + LIBRARY,
            "--custom_hook_includes=" + LIBRARY,
            // It takes the queues of Kamon's for an attack.
            "--disabled_hooks=com.code_intelligence.jazzer.sanitizers.UnsafeSanitizer",
            // Branches only: a look at each comparison of a byte makes a tenth of the executions.
            "--trace=cov",
            "--reproducer_path=" + directory,
            "-artifact_prefix=" + directory + "/");
  }

  private static ChildJvmBuilder jvm(String main, String scheme, Path directory) {
    return ChildJvm.main(main)
        .jvmArgs("-Xmx512m", "-Djava.io.tmpdir=" + directory, "-Dkamon.init.hide-banner=yes")
        .jvmArgs("-Dkamon.trace.identifier-scheme=" + scheme, "-Dkamon.trace.sampler=always");
  }

  /** How it ended. */
  int await() {
    try (child) {
      return child.awaitExit(LIMIT);
    }
  }

  String output() {
    List<String> lines = child.lines();
    return String.join("\n", lines.subList(Math.max(0, lines.size() - 80), lines.size()));
  }

  long executions() {
    return child.lines().stream()
        .filter(line -> line.startsWith(EXECUTIONS))
        .mapToLong(line -> Long.parseLong(line.substring(EXECUTIONS.length()).trim()))
        .sum();
  }
}
