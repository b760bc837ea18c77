package kamon.instrumentation.kafka.compat;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import kamon.instrumentation.kafka.compat.program.Way;
import kamon.instrumentation.kafka.testbed.BrokerExtension;
import kamon.instrumentation.kafka.testbed.Jdks;
import kamon.instrumentation.kafka.testbed.KafkaBroker;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Oldest and newest Kafka and Kamon on the newest JDK, and Kanela with the flag it needs there. */
@ExtendWith(BrokerExtension.class)
class NewJdkIT {
  private static final Optional<Path> JDK = Jdks.find(25);
  private static final String MISSING =
      "No JDK 25 on this machine, so nothing was tested on it; where there is one, JAVA_HOME_25"
          + " says so";
  private static final List<Way> WAYS = List.of(Way.values());
  // Its Byte Buddy knows no class files newer than Java 22.
  private static final String KANELA_ON_NEW_JDK =
      "-Dkanela.agent.libs.net.bytebuddy.experimental=true";

  /** What runs, and its JVM options. */
  private record Setup(Application application, List<String> jvmArgs) {}

  private final KafkaBroker broker;

  NewJdkIT(KafkaBroker broker) {
    this.broker = broker;
  }

  @BeforeAll
  static void prepare() {
    Tables.JDK_25.clear();
    // A build without it goes on, and says what it did not see.
    if (JDK.isEmpty()) {
      System.out.println("[compat] " + MISSING);
    }
    assumeTrue(JDK.isPresent(), MISSING);
    Application.resolveAll();
  }

  static List<String> rows() {
    return List.copyOf(setups().keySet());
  }

  /** What every build runs on its own JDK, and Kanela. */
  private static Map<String, Setup> setups() {
    Map<String, Setup> setups = new LinkedHashMap<>();
    for (ListedRelease kafka : ListedRelease.usedKafkaClients()) {
      if (kafka.isInEveryBuild()) {
        setups.put(
            "kafka-clients " + kafka,
            new Setup(Application.withKafka(kafka.version()), ProgramRun.OUR_AGENT));
      }
    }
    for (ListedRelease kamon : ListedRelease.kamonCore()) {
      if (kamon.isInEveryBuild()) {
        setups.put(
            "kamon-core " + kamon,
            new Setup(Application.withKamon(kamon.version()), ProgramRun.OUR_AGENT));
      }
    }
    setups.put(
        Jars.KANELA.getFileName().toString().replace(".jar", "") + " in place of our agent",
        new Setup(Application.newest(), List.of("-javaagent:" + Jars.KANELA, KANELA_ON_NEW_JDK)));
    return setups;
  }

  @ParameterizedTest
  @Execution(ExecutionMode.CONCURRENT)
  @MethodSource("rows")
  void everything_is_traced_on_the_newest_jdk(String row) {
    Setup setup = setups().get(row);
    TracedRun.check(
        ProgramRun.of(setup.application(), JDK.get(), broker, WAYS, setup.jvmArgs()), WAYS);
    Tables.JDK_25.write(row, "yes");
  }
}
