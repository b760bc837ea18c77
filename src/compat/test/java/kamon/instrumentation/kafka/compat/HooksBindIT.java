package kamon.instrumentation.kafka.compat;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.IllegalClassFormatException;
import java.security.ProtectionDomain;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import kamon.instrumentation.kafka.internal.weave.Hooks;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldNode;
import org.objectweb.asm.tree.InsnNode;

/** Weaves and links the hooked classes of every kafka-clients release with the real agent. */
class HooksBindIT {
  private static final String PRODUCER = "org.apache.kafka.clients.producer.KafkaProducer";
  private static final String RECORD = "org.apache.kafka.common.header.internals.RecordHeaders";
  private static final String CONSUMER_ENTRY =
      "kamon.instrumentation.kafka.internal.weave.ConsumerEntry";
  private static final ClassFileTransformer AGENT = RealAgent.transformer();

  @BeforeAll
  static void prepare() {
    Application.resolveAll();
    Tables.HOOKS.clear();
  }

  static List<ListedRelease> kafkaClients() {
    return ListedRelease.kafkaClients();
  }

  @ParameterizedTest
  @MethodSource("kafkaClients")
  void every_hook_binds_and_nothing_else_changes(ListedRelease kafka) throws IOException {
    BindingCheck check =
        check(new WovenRelease(AGENT, Application.withKafka(kafka.version()).classPath()));
    assertThat(check.problems()).as("kafka-clients %s", kafka).isEmpty();
    Tables.HOOKS.write(
        kafka.version(),
        cell(check, "ProducerRecord.<init>"),
        cell(check, "KafkaProducer.send", "KafkaProducer.doSend", "KafkaProducer.partition"),
        cell(check, "KafkaConsumer.poll(long)"),
        cell(check, "KafkaConsumer.poll(Duration)"),
        cell(check, "KafkaShareConsumer.poll(Duration)"),
        cell(check, "RecordHeaders"));
  }

  private static String cell(BindingCheck check, String... hooks) {
    return Table.cell(
        Stream.of(hooks)
            .allMatch(hook -> check.bound().stream().anyMatch(bound -> bound.startsWith(hook))));
  }

  @Test
  void renamed_method_is_reported() throws IOException {
    assertThat(
            problems(
                PRODUCER,
                type ->
                    type.methods.stream()
                        .filter(method -> method.name.equals("doSend"))
                        .forEach(method -> method.name = "transmit")))
        .containsExactly(
            PRODUCER + ": none of its methods is there: [doSend(ProducerRecord, Callback)]");
  }

  @Test
  void missing_class_is_reported() throws IOException {
    WovenRelease release =
        new WovenRelease(AGENT, Application.newest().classPath()) {
          @Override
          byte[] original(String type) {
            return type.equals(RECORD) ? null : super.original(type);
          }
        };
    assertThat(check(release).problems()).contains(RECORD + ": no such class");
  }

  @Test
  void call_that_does_not_resolve_is_reported() throws IOException {
    assertThat(
            problems(
                CONSUMER_ENTRY,
                type ->
                    type.methods.stream()
                        .filter(method -> method.name.equals("afterPoll"))
                        .forEach(method -> method.access &= ~Opcodes.ACC_PUBLIC)))
        .isNotEmpty()
        .allSatisfy(
            problem ->
                assertThat(problem)
                    .contains("onsumer: cannot call " + CONSUMER_ENTRY + ".afterPoll(")
                    .contains("IllegalAccessException"));
  }

  @Test
  void class_that_is_left_alone_is_reported() throws IOException {
    assertThat(
            check(
                    new WovenRelease(
                        (Weaver) (name, woven) -> null, Application.newest().classPath()))
                .problems())
        .hasSize(Hooks.all().size())
        .allSatisfy(problem -> assertThat(problem).contains(": not woven"));
  }

  @Test
  void advice_that_is_not_inlined_is_reported() throws IOException {
    Weaver withoutAdvice =
        (name, woven) ->
            edit(
                woven,
                type ->
                    type.methods.stream()
                        .filter(method -> method.name.equals("doSend"))
                        .flatMap(method -> ClassFiles.callsOfOurs(method).stream())
                        .filter(call -> call.name.equals("beforeSend"))
                        .forEach(call -> call.name = "afterSend"));
    assertThat(check(new WovenRelease(withoutAdvice, Application.newest().classPath())).problems())
        .anySatisfy(
            problem ->
                assertThat(problem)
                    .startsWith(PRODUCER + ": doSend(ProducerRecord, Callback) does not call ")
                    .contains("ProducerEntry.beforeSend("));
  }

  @Test
  void change_beyond_the_hook_is_reported() throws IOException {
    Weaver withField =
        (name, woven) ->
            edit(
                woven,
                type ->
                    type.fields.add(new FieldNode(Opcodes.ACC_PRIVATE, "extra", "Z", null, null)));
    assertThat(check(new WovenRelease(withField, Application.newest().classPath())).problems())
        .contains(
            RECORD
                + ": more changed than the hook: \"// access flags 0x1\" became \"// access flags"
                + " 0x2\"");
  }

  @Test
  void code_that_the_jvm_refuses_is_reported() throws IOException {
    Weaver broken =
        (name, woven) ->
            edit(
                woven,
                type ->
                    type.methods.stream()
                        .filter(method -> method.name.equals("doSend"))
                        .forEach(method -> method.instructions.insert(new InsnNode(Opcodes.POP))));
    assertThat(check(new WovenRelease(broken, Application.newest().classPath())).problems())
        .singleElement()
        .asString()
        .startsWith(PRODUCER + ": does not link: java.lang.VerifyError");
  }

  private static BindingCheck check(WovenRelease release) throws IOException {
    try (release) {
      return new BindingCheck(release);
    }
  }

  /** Of the newest release, with one class edited. */
  private static List<String> problems(String edited, Consumer<ClassNode> edit) throws IOException {
    WovenRelease release =
        new WovenRelease(AGENT, Application.newest().classPath()) {
          @Override
          byte[] original(String type) {
            byte[] original = super.original(type);
            return type.equals(edited) ? edit(original, edit) : original;
          }
        };
    return check(release).problems();
  }

  private static byte[] edit(byte[] classFile, Consumer<ClassNode> edit) {
    ClassNode type = ClassFiles.read(classFile);
    edit.accept(type);
    ClassWriter writer = new ClassWriter(0);
    type.accept(writer);
    return writer.toByteArray();
  }

  /** Does something to what the agent has woven. */
  private interface Weaver extends ClassFileTransformer {
    byte[] edit(String name, byte[] woven);

    @Override
    default byte[] transform(
        ClassLoader loader,
        String name,
        Class<?> redefined,
        ProtectionDomain domain,
        byte[] classFile)
        throws IllegalClassFormatException {
      byte[] woven = AGENT.transform(loader, name, redefined, domain, classFile);
      return woven == null ? null : edit(name, woven);
    }
  }
}
