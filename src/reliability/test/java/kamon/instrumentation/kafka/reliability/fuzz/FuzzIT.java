package kamon.instrumentation.kafka.reliability.fuzz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import kamon.instrumentation.kafka.reliability.Effort;
import kamon.instrumentation.kafka.reliability.Figures;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever bytes a record has in its headers and its key. {@link FuzzTarget} says what holds. */
class FuzzIT {
  private static final Path CORPUS =
      Figures.docs()
          .resolveSibling("src/reliability/test/resources")
          .resolve(FuzzIT.class.getPackageName().replace('.', '/'))
          .resolve("corpus.txt");

  /** Of Kamon's two identifier schemes, at the same time. */
  private static final List<String> SCHEMES = List.of("single", "double");

  @TempDir Path directory;

  @Test
  void all_that_was_found_before_holds() {
    List<FuzzJvm> jvms = new ArrayList<>();
    SCHEMES.forEach(scheme -> jvms.add(FuzzJvm.replay(scheme, CORPUS, directory)));
    for (FuzzJvm jvm : jvms) {
      assertThat(jvm.await()).as(jvm::output).isZero();
      assertThat(jvm.output()).contains("Tried ");
    }
  }

  @Test
  void nothing_that_a_fuzzer_makes_up_breaks_a_promise() throws IOException {
    assumeTrue(
        FuzzJvm.isSupported(), "Jazzer is run on Linux with glibc only: the corpus has to do");
    Map<Path, FuzzJvm> jvms = new LinkedHashMap<>();
    for (String scheme : SCHEMES) {
      Path corpus = directory.resolve(scheme);
      Corpus.writeFiles(Corpus.lines(CORPUS), corpus);
      jvms.put(corpus, FuzzJvm.fuzz(scheme, corpus, directory));
    }
    long executions = 0;
    for (FuzzJvm jvm : jvms.values()) {
      assertThat(jvm.await()).as(jvm::output).isZero();
      executions += jvm.executions();
    }
    assertThat(executions).isGreaterThan(1_000L);
    if (Effort.current() == Effort.LONG) {
      keep(jvms.keySet());
      FuzzRuns runs = new FuzzRuns(Figures.docs().resolve("reliability/fuzzing-runs.txt"));
      runs.add(executions);
      new Figures("fuzzing")
          .add("executions in the last run", "%,d".formatted(executions))
          .add(
              "executions in all %d runs since %s".formatted(runs.count(), runs.firstDay()),
              "%,d".formatted(runs.executions()))
          .add("promises broken", 0)
          .add("inputs kept, each with a branch of its own", Corpus.lines(CORPUS).size())
          .write();
    }
  }

  /** Of all that was found, the least that goes everywhere. */
  private void keep(Iterable<Path> found) throws IOException {
    Path least = Files.createDirectory(directory.resolve("least"));
    FuzzJvm merge = FuzzJvm.merge(least, found, directory);
    assertThat(merge.await()).as(merge::output).isZero();
    Corpus.write(Corpus.files(least), CORPUS);
  }
}
