package kamon.instrumentation.kafka.internal.settings;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigOriginFactory;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import java.io.IOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import kamon.Kamon;
import kamon.instrumentation.kafka.Logs;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whose a value is that stands in a reference.conf. */
@Tag("unit")
class BundleDefaultsTest {
  private static final Config CONFIG = ConfigFactory.load();
  private static final String BUNDLES =
      "kamon.instrumentation.kafka.client.ProducerInstrumentation";
  private static final String TRACING = "kamon.instrumentation.kafka.client.tracing.";

  @AfterEach
  void restore() {
    Kamon.reconfigure(CONFIG);
  }

  /** The Kamon Bundle has one with the same keys, and class path order would decide. */
  @Test
  void value_of_the_bundles_reference_conf_is_not_the_users(@TempDir Path jar) throws IOException {
    Config bundle =
        reference(
            jar,
            TRACING + "start-trace-on-producer = no\n",
            "kanela.modules.kafka-clients.instrumentations = ["
                + "\"kamon.instrumentation.kafka.client.ProducerInstrumentation\"]\n");
    try (Logs logs = new Logs()) {
      Kamon.reconfigure(bundle.withFallback(CONFIG));
      assertThat(startsTraces()).isTrue();
      assertThat(logs.awaitInfos(1))
          .containsExactly(
              "Setting "
                  + TRACING
                  + "start-trace-on-producer = \"no\" is a default of Kamon's own Kafka module and"
                  + " not used; kamon-kafka's is \"yes\". To have that value, say so in"
                  + " application.conf");
    }
    Kamon.reconfigure(
        ConfigFactory.parseString(TRACING + "start-trace-on-producer = no")
            .withFallback(bundle)
            .withFallback(CONFIG));
    assertThat(startsTraces()).isFalse();
  }

  @Test
  void substitution_that_ends_in_the_applications_reference_conf_is_the_users(@TempDir Path jar)
      throws IOException {
    Config application =
        ConfigFactory.parseString(TRACING + "start-trace-on-producer = ${shop.start}")
            .withFallback(reference(jar, "shop.start = no"))
            .withFallback(CONFIG)
            .resolve();
    try (Logs logs = new Logs()) {
      Kamon.reconfigure(application);
      assertThat(startsTraces()).isFalse();
      assertThat(logs.infos()).isEmpty();
    }
  }

  /** Nobody can say whose it was. */
  @Test
  void value_of_a_file_that_is_gone_is_the_users(@TempDir Path jar) throws IOException {
    Config gone = reference(jar, TRACING + "start-trace-on-producer = no\n");
    Files.delete(jar.resolve("reference.conf"));
    try (Logs logs = new Logs()) {
      Kamon.reconfigure(gone.withFallback(CONFIG));
      assertThat(startsTraces()).isFalse();
      assertThat(logs.infos()).isEmpty();
    }
  }

  /** A jar that is read through the JVM's cache stays open: on Windows nobody can replace it. */
  @Test
  void jar_with_a_reference_conf_is_closed_again(@TempDir Path directory) throws IOException {
    Path jar = directory.resolve("bundle.jar");
    URL url = new URL("jar:" + jar.toUri() + "!/reference.conf");
    write(jar, TRACING + "start-trace-on-producer = no\n#" + BUNDLES);
    ConfigValue value =
        ConfigValueFactory.fromAnyRef(false).withOrigin(ConfigOriginFactory.newURL(url));
    assertThat(new BundleDefaults().has(value)).isTrue();
    Files.delete(jar);
    write(jar, TRACING + "start-trace-on-producer = no\n");
    assertThat(new BundleDefaults().has(value)).isFalse();
  }

  private static void write(Path jar, String reference) throws IOException {
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
      out.putNextEntry(new JarEntry("reference.conf"));
      out.write(reference.getBytes(StandardCharsets.UTF_8));
    }
  }

  private static Config reference(Path jar, String... lines) throws IOException {
    Path reference = jar.resolve("reference.conf");
    Files.writeString(reference, String.join("", lines));
    return ConfigFactory.parseFile(reference.toFile(), ConfigParseOptions.defaults());
  }

  private static boolean startsTraces() {
    return Settings.current().policy("orders").startTraceOnProducer();
  }
}
