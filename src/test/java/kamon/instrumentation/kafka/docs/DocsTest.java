package kamon.instrumentation.kafka.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** README and docs say what the code says. */
@Tag("unit")
class DocsTest {
  private static final Path ROOT = Path.of("..");
  private static final Map<String, List<Path>> EXAMPLES =
      Map.of(
          "java",
          List.of(
              Path.of("test/java/kamon/instrumentation/kafka/docs"),
              Path.of("compat/main/java/kamon/instrumentation/kafka/compat/reactive")),
          "scala",
          List.of(Path.of("scala/test/scala/kamon/instrumentation/kafka/scaladsl/docs")),
          "kotlin",
          List.of(Path.of("kotlin/test/kotlin/kamon/instrumentation/kafka/docs")));
  private static final Pattern BLOCK = Pattern.compile("(?ms)^```(\\w+)\\n(.*?)^```$");
  private static final Pattern EXAMPLE =
      Pattern.compile("(?ms)^ *// example: \\w+\\n(.*?)^ *// end$");
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)#]+)(?:#[^)]*)?\\)");

  @ParameterizedTest
  @ValueSource(strings = {"java", "scala", "kotlin"})
  void code_in_the_docs_is_what_the_tests_run(String language) throws IOException {
    List<String> examples = new ArrayList<>();
    for (Path folder : EXAMPLES.get(language)) {
      for (Path source : files(folder, "")) {
        EXAMPLE.matcher(Files.readString(source)).results().forEach(e -> examples.add(code(e, 1)));
      }
    }
    List<String> shown = blocks(language);
    assertThat(shown).isNotEmpty().isSubsetOf(examples);
    assertThat(examples).as("examples that no page shows").isSubsetOf(shown);
    assertThat(blocks(language, ROOT.resolve("README.md"))).as("first example").hasSize(1);
  }

  @Test
  void configuration_in_the_docs_is_the_default_one() throws IOException {
    Config defaults = ConfigFactory.parseFile(Path.of("main/resources/reference.conf").toFile());
    for (Path page : pages()) {
      for (String block : hocon(page)) {
        // A page may leave keys out.
        assertThat(ConfigFactory.parseString(block).withFallback(defaults)).isEqualTo(defaults);
      }
    }
    // With its comments, which say when to change what.
    String reference = Files.readString(Path.of("main/resources/reference.conf"));
    assertThat(hocon(ROOT.resolve("docs/configuration.md")))
        .hasSize(2)
        .allSatisfy(block -> assertThat(reference).contains(block.strip()));
  }

  @Test
  void readme_lists_all_tags() throws Exception {
    String readme = Files.readString(ROOT.resolve("README.md"));
    Class<?> tags = Class.forName("kamon.instrumentation.kafka.internal.tracing.KafkaTags");
    assertThat(tags.getDeclaredFields()).isNotEmpty();
    for (var field : tags.getDeclaredFields()) {
      field.setAccessible(true);
      assertThat(readme).contains("| `" + field.get(null) + "` |");
    }
  }

  @Test
  void test_command_of_the_readme_is_what_ci_runs() throws IOException {
    String script = Files.readString(ROOT.resolve(".ci/run"));
    assertThat(Files.readString(ROOT.resolve("README.md"))).contains("| `mvn verify` |");
    assertThat(script.replaceAll(" --[a-z-]+", "")).contains("exec mvn verify\n");
  }

  @Test
  void links_between_pages_lead_somewhere() throws IOException {
    for (Path page : pages()) {
      LINK.matcher(Files.readString(page))
          .results()
          .map(link -> link.group(1))
          .filter(link -> !link.contains(":"))
          .forEach(link -> assertThat(page.resolveSibling(link)).exists());
    }
  }

  private static List<String> blocks(String language) throws IOException {
    List<String> blocks = new ArrayList<>();
    for (Path page : pages()) {
      blocks.addAll(blocks(language, page));
    }
    return blocks;
  }

  private static List<String> blocks(String language, Path page) throws IOException {
    return BLOCK
        .matcher(Files.readString(page))
        .results()
        .filter(block -> block.group(1).equals(language))
        .map(block -> code(block, 2))
        .toList();
  }

  private static List<String> hocon(Path page) throws IOException {
    return BLOCK
        .matcher(Files.readString(page))
        .results()
        .filter(block -> block.group(1).equals("hocon"))
        .map(block -> block.group(2))
        .toList();
  }

  /** Without white space: lines break elsewhere in the tests, where they are indented more. */
  private static String code(MatchResult match, int group) {
    return match.group(group).replaceAll("\\s", "");
  }

  private static List<Path> pages() throws IOException {
    List<Path> pages = new ArrayList<>(files(ROOT.resolve("docs"), ".md"));
    pages.addAll(files(ROOT, ".md"));
    return pages;
  }

  private static List<Path> files(Path directory, String ending) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.filter(file -> file.toString().endsWith(ending)).sorted().toList();
    }
  }
}
