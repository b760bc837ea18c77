package kamon.instrumentation.kafka.compat.deployments;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** The web application as a WAR, with the libraries that it brings. */
final class WebArchive {
  private static final Path CLASSES = Path.of("target", "classes").toAbsolutePath();
  private static final String DESCRIPTOR =
      """
      <web-app xmlns="https://jakarta.ee/xml/ns/jakartaee" version="6.1">
        <listener>
          <listener-class>kamon.instrumentation.kafka.compat.war.KamonListener</listener-class>
        </listener>
        <servlet>
          <servlet-name>orders</servlet-name>
          <servlet-class>kamon.instrumentation.kafka.compat.war.OrdersServlet</servlet-class>
        </servlet>
        <servlet-mapping>
          <servlet-name>orders</servlet-name>
          <url-pattern>/</url-pattern>
        </servlet-mapping>
      </web-app>
      """;

  private WebArchive() {}

  @SafeVarargs
  static void write(Path war, List<Path>... libraries) throws IOException {
    try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(war));
        Stream<Path> classes = Files.walk(CLASSES)) {
      out.putNextEntry(new ZipEntry("WEB-INF/web.xml"));
      out.write(DESCRIPTOR.getBytes(StandardCharsets.UTF_8));
      for (Path file : classes.filter(Files::isRegularFile).toList()) {
        add(out, "classes/" + CLASSES.relativize(file).toString().replace('\\', '/'), file);
      }
      for (List<Path> some : libraries) {
        for (Path library : some) {
          add(out, "lib/" + library.getFileName(), library);
        }
      }
    }
  }

  private static void add(ZipOutputStream out, String name, Path file) throws IOException {
    out.putNextEntry(new ZipEntry("WEB-INF/" + name));
    Files.copy(file, out);
  }
}
