package kamon.instrumentation.kafka.compat.deployments;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import kamon.instrumentation.kafka.compat.ClassPaths;
import kamon.instrumentation.kafka.compat.ListedRelease;
import kamon.instrumentation.kafka.compat.forms.Form;
import kamon.instrumentation.kafka.compat.forms.FormsMain;
import kamon.instrumentation.kafka.compat.forms.Language;
import kamon.instrumentation.kafka.testbed.ReportedSpan;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each way to write a call of the helper API does what its table says, in each language. */
class FormsIT {
  @TempDir Path directory;

  @ParameterizedTest
  @Execution(ExecutionMode.CONCURRENT)
  @EnumSource
  void each_form_alone_compiles_and_makes_its_span(Language language) throws IOException {
    Program program =
        Program.of(FormsMain.class)
            .classPath(classPath(language))
            .run(language.name(), directory.toString());
    Map<String, String> outcomes = outcomes(program);
    Map<String, ReportedSpan> spans =
        program.spans().stream()
            .collect(
                Collectors.toMap(span -> (String) span.tags().get("kafka.topic"), span -> span));
    for (Form form : Form.read(language.table())) {
      if (form.isRefused()) {
        assertThat(outcomes.remove(form.name() + ":0"))
            .as(form.name())
            .startsWith("refused ")
            .contains(form.outcome().substring("refused ".length()));
        continue;
      }
      for (int i = 1; i <= form.arguments().size(); i++) {
        String one = form.name() + ":" + i;
        assertThat(outcomes.remove(one))
            .as("%s, of %s", one, outcomes)
            .isNotNull()
            .startsWith(form.outcome());
        if (!form.isBroken()) {
          check(spans.remove(form.name() + "-" + i), form, i);
        }
      }
    }
    assertThat(outcomes).isEmpty();
    assertThat(spans).isEmpty();
  }

  private static void check(ReportedSpan span, Form form, int arguments) {
    assertThat(span).as("span of %s with %d", form.name(), arguments).isNotNull();
    String byDefault =
        span.tags().containsKey("kafka.batch.size") ? "consumer.process-batch" : "consumer.process";
    assertThat(span.name()).isEqualTo(arguments == 1 ? byDefault : "named");
    assertThat(span.error()).isEqualTo(form.outcome().equals("throws"));
    assertThat(span.tags().get("left-open")).isEqualTo(arguments == 3 ? "yes" : null);
  }

  private static Map<String, String> outcomes(Program program) {
    Map<String, String> outcomes = new LinkedHashMap<>();
    for (String line : program.lines()) {
      if (line.startsWith(FormsMain.MARK)) {
        String[] cells = line.substring(FormsMain.MARK.length()).split(":", 3);
        outcomes.put(cells[0] + ":" + cells[1], cells[2]);
      }
    }
    return outcomes;
  }

  private static List<Path> classPath(Language language) {
    List<Path> classPath = new ArrayList<>(classPaths().get(language));
    if (language.hasFacade()) {
      classPath.add(Path.of(System.getProperty("facade." + language.table() + ".jar")));
    }
    return classPath;
  }

  private static Map<Language, List<Path>> classPaths() {
    Map<Language, List<String>> coordinates = new LinkedHashMap<>();
    for (Language language : Language.values()) {
      coordinates.put(language, coordinates(language));
    }
    return ClassPaths.resolve(coordinates);
  }

  private static List<String> coordinates(Language language) {
    String scala = language.table().startsWith("scala-") ? language.table().substring(6) : "2.13";
    List<String> coordinates = new ArrayList<>();
    if (!language.compiler().isEmpty()) {
      // First, because a compiler needs its own Scala library.
      coordinates.add(language.compiler() + ":" + compilerVersion(language));
    }
    if (language == Language.KOTLIN) {
      coordinates.add(
          "org.jetbrains.kotlinx:kotlinx-coroutines-core-jvm:"
              + System.getProperty("kotlinx-coroutines.version"));
    }
    coordinates.add("ch.qos.logback:logback-classic:" + System.getProperty("logback.version"));
    coordinates.add("org.apache.kafka:kafka-clients:" + System.getProperty("kafka.version"));
    coordinates.add("io.kamon:kamon-core_" + scala + ":" + ListedRelease.newestKamonCore(scala));
    return coordinates;
  }

  private static String compilerVersion(Language language) {
    String compiler = language.name().startsWith("ECLIPSE") ? "eclipse" : language.table();
    return System.getProperty("compiler." + compiler + ".version");
  }
}
