package kamon.instrumentation.kafka.reliability.kamon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import kamon.instrumentation.kafka.reliability.Effort;
import kamon.instrumentation.kafka.reliability.Figures;
import kamon.instrumentation.kafka.reliability.own.Faults;
import kamon.instrumentation.kafka.testbed.BrokerExtension;
import kamon.instrumentation.kafka.testbed.ChildJvm;
import kamon.instrumentation.kafka.testbed.ChildJvmBuilder;
import kamon.instrumentation.kafka.testbed.KafkaBroker;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

@ExtendWith(BrokerExtension.class)
class KamonFailureIT {
  private static final int MAX_LINES = 8;

  private final KafkaBroker broker;

  @TempDir Path directory;

  KamonFailureIT(KafkaBroker broker) {
    this.broker = broker;
  }

  /** What one scenario has printed. */
  private record Seen(
      String scenario, String exchange, String spans, List<String> log, List<String> held) {
    private Seen(String scenario) {
      this(scenario, "", "", new ArrayList<>(), new ArrayList<>());
    }

    private Seen withExchange(String line) {
      return new Seen(scenario, line, spans, log, held);
    }

    private Seen withSpans(String line) {
      return new Seen(scenario, exchange, line, log, held);
    }
  }

  /** What becomes of threads that a propagator holds, once they are interrupted. */
  private static final List<String> RELEASED =
      List.of(
          "HELD send: sent, interrupted true",
          "HELD send in a span: sent, interrupted true",
          "HELD extractContext: nothing, interrupted true",
          "HELD runWithConsumerSpan: [ran], interrupted true",
          "HELD injectContext: returned, interrupted true");

  @Test
  void application_sees_what_it_sees_without_us_whatever_fails_of_kamon() throws Exception {
    List<Seen> control = run("control", 1, null);
    String expected = control.get(0).exchange();
    assertThat(expected).contains("callbacks [k0:null", "same failure true", "stages done");
    assertThat(control).extracting(Seen::exchange).containsOnly(expected);

    List<Seen> seen = run("failing", Effort.current().pick(7, 1), failingStorage());
    assertThat(seen).hasSizeGreaterThan(150);
    assertThat(seen)
        .filteredOn(each -> !each.exchange().equals(expected))
        .as("other than " + expected)
        .isEmpty();
    assertThat(seen)
        .allSatisfy(
            each -> assertThat(each.log()).hasSizeLessThanOrEqualTo(maxLines(each.scenario())));
    assertThat(seen)
        .filteredOn(each -> !each.spans().matches("(\\d+) \\1"))
        .filteredOn(each -> !mayStartNothing(each.scenario()))
        .as("spans started and finished")
        .isEmpty();
    assertThat(seen)
        .filteredOn(each -> each.scenario().contains("propagator fails: "))
        .filteredOn(each -> !each.scenario().endsWith("null"))
        .allSatisfy(
            each -> assertThat(String.join("", each.log())).contains("Propagator", "Broken$"));
    List<Seen> blocking =
        seen.stream().filter(each -> each.scenario().contains("propagator blocks: ")).toList();
    assertThat(blocking).hasSize(8).extracting(Seen::held).containsOnly(RELEASED);
    new Figures("kamon")
        .add("faults of Kamon, sampled and not", seen.size())
        .add("calls that a propagator held until they were interrupted", 8L * RELEASED.size())
        .add("exchanges that differed from the control run", 0)
        .add(
            "most lines that one fault has logged",
            seen.stream().mapToInt(s -> s.log().size()).max().getAsInt())
        .write();
  }

  /** Of a section that is not there, each setting is named once. */
  private static int maxLines(String scenario) {
    return scenario.matches(".*(tracing = none|instrumentation = none|empty configuration)")
        ? 40
        : MAX_LINES;
  }

  /** Kamon calls its hooks before it asks the sampler, and starts nothing when that throws. */
  private static boolean mayStartNothing(String scenario) {
    return scenario.contains("sampler fails");
  }

  private List<Seen> run(String name, int every, Path storage) {
    String topic = "kamon-" + name;
    broker.createTopic(topic, 2);
    String path = System.getProperty("java.class.path");
    ChildJvmBuilder jvm =
        ChildJvm.main(KamonFailures.class.getName())
            .classPath(storage == null ? path : storage + File.pathSeparator + path)
            .args(broker.bootstrapServers(), topic, name, String.valueOf(every));
    if (storage != null) {
      jvm.jvmArgs("-javaagent:" + System.getProperty("agent.jar"));
    }
    try (ChildJvm child = jvm.start()) {
      assertThatCode(
              () ->
                  child.awaitLine(
                      "done"::equals, Duration.ofSeconds(Effort.current().pick(180, 900))))
          .doesNotThrowAnyException();
      List<Seen> all = new ArrayList<>();
      for (String line : child.lines()) {
        int last = all.size() - 1;
        if (line.startsWith("SCENARIO ")) {
          all.add(new Seen(line.substring(9)));
        } else if (line.startsWith("| ")) {
          all.set(last, all.get(last).withExchange(line));
        } else if (line.startsWith("SPANS ")) {
          all.set(last, all.get(last).withSpans(line.substring(6)));
        } else if (line.startsWith("HELD ")) {
          all.get(last).held().add(line);
        } else if (line.startsWith("LOG ")) {
          all.get(last).log().add(line);
        }
      }
      return all;
    }
  }

  /** Kamon's, in front of its own on the class path: its two methods can be made to throw. */
  private Path failingStorage() throws IOException {
    String name = "kamon/ContextStorage.class";
    try (InputStream original = getClass().getClassLoader().getResourceAsStream(name)) {
      ClassReader reader = new ClassReader(original);
      ClassWriter writer = new ClassWriter(reader, ClassWriter.COMPUTE_MAXS);
      reader.accept(new FailingStorage(writer), 0);
      Path file = directory.resolve("storage").resolve(name);
      Files.createDirectories(file.getParent());
      Files.write(file, writer.toByteArray());
      return directory.resolve("storage");
    }
  }

  private static final class FailingStorage extends ClassVisitor {
    private FailingStorage(ClassVisitor next) {
      super(Opcodes.ASM9, next);
    }

    @Override
    public MethodVisitor visitMethod(
        int access, String name, String descriptor, String generic, String[] thrown) {
      MethodVisitor next = super.visitMethod(access, name, descriptor, generic, thrown);
      String fault =
          name.equals("currentContext") ? "current" : name.equals("storeContext") ? "store" : null;
      return fault == null
          ? next
          : new MethodVisitor(Opcodes.ASM9, next) {
            @Override
            public void visitCode() {
              super.visitCode();
              visitLdcInsn(fault);
              visitMethodInsn(
                  Opcodes.INVOKESTATIC,
                  Type.getInternalName(Faults.class),
                  "at",
                  "(Ljava/lang/String;)V",
                  false);
            }
          };
    }
  }
}
