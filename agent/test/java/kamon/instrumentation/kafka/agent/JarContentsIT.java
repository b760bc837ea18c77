package kamon.instrumentation.kafka.agent;

import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.spi.ToolProvider;
import kamon.instrumentation.kafka.internal.weave.Hook;
import kamon.instrumentation.kafka.internal.weave.Hooks;
import org.junit.jupiter.api.Test;

final class JarContentsIT {
  private static final String ROOT = "kamon/instrumentation/kafka";
  private static final String ENGINE = "engine/";
  private static final String LIBRARY = "library/";

  private final JarContents library = JarContents.of(Jars.LIBRARY);
  private final JarContents agent = JarContents.of(Jars.AGENT);
  private final JarContents engine = agent.below(ENGINE, ".classdata");

  JarContentsIT() throws IOException {}

  @Test
  void library_has_its_packages_its_configuration_and_its_licence() throws IOException {
    assertThat(library.packages())
        .containsExactly(
            ROOT,
            ROOT + "/internal/carry",
            ROOT + "/internal/check",
            ROOT + "/internal/frameworks/connect",
            ROOT + "/internal/frameworks/spring",
            ROOT + "/internal/frameworks/streams",
            ROOT + "/internal/kanela",
            ROOT + "/internal/log",
            ROOT + "/internal/metrics",
            ROOT + "/internal/propagation",
            ROOT + "/internal/propagation/kctx",
            ROOT + "/internal/propagation/text",
            ROOT + "/internal/settings",
            ROOT + "/internal/tracing",
            ROOT + "/internal/unsampled",
            ROOT + "/internal/weave");
    assertThat(library.files())
        .containsExactly(
            "META-INF/LICENSE",
            "META-INF/MANIFEST.MF",
            "META-INF/maven/io.kamon/kamon-kafka/pom.properties",
            "META-INF/maven/io.kamon/kamon-kafka/pom.xml",
            ROOT + "/internal/settings/reference.conf",
            "reference.conf");
    assertThat(library.manifest())
        .containsEntry("Automatic-Module-Name", "kamon.instrumentation.kafka")
        .containsEntry("Implementation-Title", "kamon-kafka (library)")
        .containsEntry("Implementation-Version", System.getProperty("project.version"));
  }

  @Test
  void agent_has_few_classes_its_engine_and_its_licence() throws IOException {
    assertThat(agent.classes())
        .containsExactly(
            ROOT + "/agent/AgentLog.class",
            ROOT + "/agent/Arguments.class",
            ROOT + "/agent/Command.class",
            ROOT + "/agent/EngineLoader.class",
            ROOT + "/agent/KafkaAgent.class",
            ROOT + "/agent/LateAttach.class",
            ROOT + "/agent/LazyTransformer$1.class",
            ROOT + "/agent/LazyTransformer.class",
            ROOT + "/agent/OtherKafka.class",
            ROOT + "/agent/package-info.class");
    assertThat(agent.files())
        .filteredOn(name -> !name.startsWith(ENGINE) && !name.startsWith(LIBRARY))
        .containsExactly(
            "META-INF/LICENSE",
            "META-INF/MANIFEST.MF",
            "META-INF/maven/io.kamon/kamon-kafka-agent/pom.properties",
            "META-INF/maven/io.kamon/kamon-kafka-agent/pom.xml");
    assertThat(agent.manifest())
        .containsEntry("Premain-Class", KafkaAgent.class.getName())
        .containsEntry("Agent-Class", KafkaAgent.class.getName())
        .containsEntry("Can-Retransform-Classes", "true")
        .containsEntry("Main-Class", Command.class.getName())
        .containsEntry("Add-Opens", "java.base/java.net")
        .containsEntry("Automatic-Module-Name", "kamon.instrumentation.kafka.agent")
        .containsEntry("Implementation-Title", "kamon-kafka (agent)")
        .containsEntry("Implementation-Version", System.getProperty("project.version"))
        .doesNotContainKeys("Can-Redefine-Classes", "Boot-Class-Path", "Launcher-Agent-Class");
  }

  @Test
  void agent_carries_the_library_for_applications_that_have_none() throws IOException {
    JarContents copy = agent.below(LIBRARY, ".classdata");
    assertThat(copy.classes()).isEqualTo(library.classes());
    assertThat(copy.files())
        .containsExactly(
            "META-INF/maven/io.kamon/kamon-kafka/pom.properties",
            "META-INF/maven/io.kamon/kamon-kafka/pom.xml",
            ROOT + "/internal/settings/reference.conf",
            "reference.conf");
  }

  @Test
  void engine_has_hooks_and_byte_buddy_under_names_of_its_own_and_their_licences() {
    assertThat(engine.packages())
        .filteredOn(name -> !name.startsWith(ROOT + "/agent/engine/bytebuddy"))
        .containsExactly(
            ROOT + "/agent/engine",
            ROOT + "/agent/engine/check",
            ROOT + "/agent/engine/inspect",
            ROOT + "/agent/engine/weave");
    assertThat(engine.classesIn(ROOT + "/agent/engine/weave"))
        .containsExactly(
            "CloseAdvice.class",
            "Hook$Advised.class",
            "Hook$Mixin.class",
            "Hook.class",
            "Hooks.class",
            "HooksOfClients.class",
            "HooksOfKafkaConnect.class",
            "HooksOfKafkaStreams.class",
            "HooksOfOldApi.class",
            "HooksOfSpringKafka.class",
            "InterceptorsAdvice.class",
            "ListenAttemptAdvice.class",
            "ListenBatchAdvice.class",
            "ListenRecordAdvice.class",
            "ListenShareAdvice.class",
            "ListenShareErrorAdvice.class",
            "ListenerCallAdvice.class",
            "ListenerDueAdvice.class",
            "ListenerResultAdvice.class",
            "ListenerThrowsAdvice.class",
            "OldContextAdvice.class",
            "OldContextMixin.class",
            "OldCopyAdvice.class",
            "OldFactsMixin.class",
            "OldRunAdvice.class",
            "OldSettingsAdvice.class",
            "OldSpanAdvice.class",
            "OwnTopicAdvice.class",
            "PartitionAdvice.class",
            "PollAdvice.class",
            "ProducerCloseAdvice.class",
            "PutAdvice.class",
            "RecordAdvice.class",
            "RetriableAdvice.class",
            "SendAdvice.class",
            "StreamsBufferedAdvice.class",
            "StreamsChangelogAdvice.class",
            "StreamsCloseAdvice.class",
            "StreamsForwardAdvice.class",
            "StreamsHandlerAdvice.class",
            "StreamsProcessAdvice.class",
            "StreamsRecordAdvice.class",
            "StreamsSinkAdvice.class",
            "StreamsUnmatchedAdvice.class");
    assertThat(engine.files())
        .containsExactly(
            "META-INF/LICENSE",
            "META-INF/MANIFEST.MF",
            "META-INF/NOTICE",
            "META-INF/licenses/ASM",
            "META-INF/maven/io.kamon/kamon-kafka-agent-engine/pom.properties",
            "META-INF/maven/io.kamon/kamon-kafka-agent-engine/pom.xml");
  }

  @Test
  void engine_knows_neither_kanela_nor_the_byte_buddy_of_an_application() {
    String prefix = ROOT + "/agent/engine/bytebuddy/";
    String injection = prefix + "dynamic/loading/ClassInjector$";
    assertThat(engine.classesThatMention("kanela|net[./]bytebuddy"))
        // Names of system properties and of a file, no classes.
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                prefix + "ByteBuddy.class", "net.bytebuddy",
                prefix + "build/Plugin$Engine.class", "net.bytebuddy",
                prefix + "build/Plugin$Engine$Default.class", "net.bytebuddy",
                injection + "UsingReflection$Dispatcher$UsingUnsafeOverride.class", "net.bytebuddy",
                injection + "UsingReflection$Dispatcher$UsingUnsafeInjection.class",
                    "net.bytebuddy",
                injection + "UsingUnsafe$Dispatcher$CreationAction.class", "net.bytebuddy"));
  }

  @Test
  void all_classes_run_on_java_8() {
    assertThat(library.newestClassFileVersion()).isEqualTo(52);
    assertThat(agent.newestClassFileVersion()).isEqualTo(52);
    assertThat(engine.newestClassFileVersion()).isEqualTo(52);
  }

  @Test
  void agent_needs_the_jdk_and_nothing_else() {
    StringWriter out = new StringWriter();
    int exitCode =
        ToolProvider.findFirst("jdeps")
            .orElseThrow()
            .run(new PrintWriter(out), new PrintWriter(out), "-s", Jars.AGENT.toString());
    assertThat(exitCode).isZero();
    assertThat(out.toString().lines())
        .containsExactly(
            "kamon-kafka-agent.jar -> java.base", "kamon-kafka-agent.jar -> java.instrument");
  }

  @Test
  void engine_links_to_kafka_in_nothing_but_the_advice() {
    // Advice is read as bytes and never loaded there.
    assertThat(engine.classesThatMention("org/apache/kafka/").keySet())
        .containsExactly(
            ROOT + "/agent/engine/weave/InterceptorsAdvice.class",
            ROOT + "/agent/engine/weave/ListenAttemptAdvice.class",
            ROOT + "/agent/engine/weave/ListenRecordAdvice.class",
            ROOT + "/agent/engine/weave/ListenShareAdvice.class",
            ROOT + "/agent/engine/weave/ListenerDueAdvice.class",
            ROOT + "/agent/engine/weave/OldContextAdvice.class",
            ROOT + "/agent/engine/weave/OldCopyAdvice.class",
            ROOT + "/agent/engine/weave/OldRunAdvice.class",
            ROOT + "/agent/engine/weave/OldSpanAdvice.class",
            ROOT + "/agent/engine/weave/PartitionAdvice.class",
            ROOT + "/agent/engine/weave/PollAdvice.class",
            ROOT + "/agent/engine/weave/SendAdvice.class",
            ROOT + "/agent/engine/weave/StreamsBufferedAdvice.class",
            ROOT + "/agent/engine/weave/StreamsForwardAdvice.class",
            ROOT + "/agent/engine/weave/StreamsHandlerAdvice.class",
            ROOT + "/agent/engine/weave/StreamsRecordAdvice.class");
  }

  @Test
  void agent_looks_for_the_very_types_of_the_hooks() {
    assertThat(LazyTransformer.TARGETS)
        .isEqualTo(
            Hooks.groups().stream()
                .flatMap(List::stream)
                .map(Hook::type)
                .map(type -> type.replace('.', '/'))
                .collect(toCollection(TreeSet::new)));
  }
}
