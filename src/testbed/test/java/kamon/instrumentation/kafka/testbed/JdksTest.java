package kamon.instrumentation.kafka.testbed;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class JdksTest {

  private static final Path RUNNING = Path.of(System.getProperty("java.home"));
  private static final int FEATURE = Runtime.version().feature();

  @Test
  void running_jdk_is_found() {
    assertThat(Jdks.find(FEATURE)).contains(RUNNING);
    assertThat(Jdks.launcher(RUNNING)).isExecutable();
    assertThat(Jdks.find(7_000)).isEmpty();
  }

  @Test
  void release_file_tells_the_feature_release() {
    assertThat(Jdks.feature(RUNNING)).isEqualTo(FEATURE);
    assertThat(Jdks.feature(RUNNING.resolve("bin"))).isZero();
  }

  @ParameterizedTest
  @CsvSource({"1.8.0_402,8", "17.0.15,17", "26-ea,26", "11,11", "'',0", "unknown,0"})
  void old_and_new_version_schemes_are_read(String version, int feature) {
    assertThat(Jdks.parseFeature(version)).isEqualTo(feature);
  }

  @ParameterizedTest
  @CsvSource({"JAVA_HOME_21", "JDK_21", "JAVA_21_HOME", "JAVA_HOME_21_X64", "JAVA_HOME_21_ARM64"})
  void variables_of_ci_systems_are_read(String variable) {
    assertThat(Jdks.fromEnvironment(Map.of(variable, "/jdk"), 21)).containsExactly(Path.of("/jdk"));
    assertThat(Jdks.fromEnvironment(Map.of(variable, "/jdk"), 2)).isEmpty();
  }
}
