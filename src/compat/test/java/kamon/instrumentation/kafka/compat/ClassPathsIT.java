package kamon.instrumentation.kafka.compat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ClassPathsIT {

  @Test
  void class_path_has_what_was_asked_for_and_what_that_needs() {
    assertThat(ClassPaths.resolve("org.apache.kafka:kafka-clients:4.4.0"))
        .extracting(jar -> jar.getFileName().toString())
        .contains("kafka-clients-4.4.0.jar")
        .anyMatch(jar -> jar.startsWith("slf4j-api-"));
  }

  @Test
  void coordinates_that_nobody_has_are_named() {
    assertThatThrownBy(
            () ->
                ClassPaths.resolve(
                    Map.of(
                        "there", List.of("org.slf4j:slf4j-api:1.7.36"),
                        "missing", List.of("org.apache.kafka:kafka-clients:0.0.1"))))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("org.apache.kafka:kafka-clients:jar:0.0.1");
  }

  @Test
  void coordinates_are_checked() {
    assertThatThrownBy(() -> ClassPaths.resolve("kafka-clients:4.4.0"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("kafka-clients:4.4.0");
  }
}
