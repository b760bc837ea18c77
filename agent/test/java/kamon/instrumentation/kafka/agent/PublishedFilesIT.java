package kamon.instrumentation.kafka.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/** What is published next to the jars, and the poms that are in them. */
final class PublishedFilesIT {
  private static final String ROOT = "kamon/instrumentation/kafka";

  @Test
  void library_pom_needs_no_parent_and_passes_nothing_on() throws Exception {
    Element pom = pom(Jars.LIBRARY, "kamon-kafka");
    assertThat(names(pom))
        .containsExactly(
            "modelVersion",
            "groupId",
            "artifactId",
            "version",
            "name",
            "description",
            "url",
            "licenses",
            "developers",
            "scm",
            "issueManagement",
            "dependencies");
    assertThat(texts(pom, "scope"))
        .hasSize(texts(pom, "dependency").size())
        .containsOnly("provided");
  }

  @Test
  void agent_pom_needs_no_parent_and_nothing_else() throws Exception {
    assertThat(names(pom(Jars.AGENT, "kamon-kafka-agent")))
        .containsExactly(
            "modelVersion",
            "groupId",
            "artifactId",
            "version",
            "name",
            "description",
            "url",
            "licenses",
            "developers",
            "scm",
            "issueManagement");
  }

  @Test
  void all_modules_have_one_repository() throws Exception {
    assertThat(texts(pom(Jars.LIBRARY, "kamon-kafka"), "url"))
        .containsExactlyElementsOf(texts(pom(Jars.AGENT, "kamon-kafka-agent"), "url"))
        .noneMatch(url -> url.endsWith("kamon-kafka-agent"));
  }

  @Test
  void javadoc_is_about_the_public_package_only() throws IOException {
    assertThat(documented(sibling(Jars.LIBRARY, "-javadoc"))).containsExactly(ROOT);
    assertThat(documented(sibling(Jars.AGENT, "-javadoc"))).containsExactly(ROOT + "/agent");
  }

  @Test
  void sources_of_all_classes_are_there() throws IOException {
    for (Path jar : List.of(Jars.LIBRARY, Jars.AGENT)) {
      List<String> sources =
          JarContents.of(jar).classes().stream()
              .filter(name -> !name.contains("$"))
              .map(name -> name.replace(".class", ".java"))
              .toList();
      assertThat(JarContents.of(sibling(jar, "-sources")).files()).containsAll(sources);
    }
  }

  /** The packages that have a page. */
  private static List<String> documented(Path javadoc) throws IOException {
    String page = "/package-summary.html";
    return JarContents.of(javadoc).files().stream()
        .filter(name -> name.endsWith(page))
        .map(name -> name.substring(0, name.length() - page.length()))
        .toList();
  }

  private static Path sibling(Path jar, String suffix) {
    return jar.resolveSibling(jar.getFileName().toString().replace(".jar", suffix + ".jar"));
  }

  private static Element pom(Path jar, String artifact) throws Exception {
    byte[] pom = JarContents.of(jar).content("META-INF/maven/io.kamon/" + artifact + "/pom.xml");
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new ByteArrayInputStream(pom))
        .getDocumentElement();
  }

  private static List<String> names(Element parent) {
    List<String> names = new ArrayList<>();
    for (Node node = parent.getFirstChild(); node != null; node = node.getNextSibling()) {
      if (node instanceof Element) {
        names.add(node.getNodeName());
      }
    }
    return names;
  }

  private static List<String> texts(Element parent, String name) {
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < parent.getElementsByTagName(name).getLength(); i++) {
      texts.add(parent.getElementsByTagName(name).item(i).getTextContent());
    }
    return texts;
  }
}
