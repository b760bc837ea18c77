package kamon.instrumentation.kafka.reliability.concurrency;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.FieldVisitor;
import org.objectweb.asm.Opcodes;

/**
 * Every field that a second thread could see change: those of instances that are neither final nor
 * volatile, static ones that are not final, and static ones that hold something mutable. Each is in
 * a list with the reason why that is right.
 */
class SharedStateIT {
  private static final String ENGINE = "engine/";

  /** What cannot change, or is made for threads by who made it, and needs no reason of ours. */
  private static final Set<String> HARMLESS =
      Set.of(
          "Ljava/lang/String;",
          "Ljava/lang/Class;",
          "Ljava/lang/Object;",
          "Ljava/util/regex/Pattern;",
          "Ljava/lang/invoke/MethodHandle;",
          "Ljava/lang/invoke/VarHandle;",
          "Ljava/lang/reflect/Method;",
          "Ljava/lang/reflect/Constructor;",
          "Ljava/time/Duration;",
          "Lorg/slf4j/Logger;",
          "Lkamon/instrumentation/kafka/internal/log/Warning;",
          "Lkamon/context/Context$Key;",
          "Lkamon/tag/TagSet$Lookup;",
          "Ljava/util/concurrent/atomic/AtomicIntegerFieldUpdater;",
          "Ljava/util/concurrent/atomic/AtomicLongFieldUpdater;",
          "Ljava/util/concurrent/atomic/AtomicReferenceFieldUpdater;");

  @Test
  void each_field_that_may_change_under_another_thread_has_its_reason() throws Exception {
    assertThat(found()).isEqualTo(reasons().keySet());
    assertThat(reasons().values()).allSatisfy(reason -> assertThat(reason).hasSizeGreaterThan(10));
  }

  static Set<String> found() throws IOException {
    Set<String> fields = new TreeSet<>();
    fields.addAll(of(library(), "kamon/instrumentation/", ".class"));
    Path agent = Path.of(System.getProperty("agent.jar"));
    fields.addAll(of(agent, "kamon/instrumentation/kafka/agent/", ".class"));
    fields.addAll(of(agent, ENGINE + "kamon/instrumentation/kafka/agent/engine/", ".classdata"));
    return fields;
  }

  private static Path library() {
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
        .filter(path -> path.endsWith("kamon-kafka.jar"))
        .map(Path::of)
        .findFirst()
        .orElseThrow();
  }

  private static Map<String, String> reasons() throws IOException {
    Map<String, String> reasons = new TreeMap<>();
    try (InputStream text = SharedStateIT.class.getResourceAsStream("shared-state.txt")) {
      for (String line : new String(text.readAllBytes(), UTF_8).lines().toList()) {
        String[] parts = line.split(" \\| ", 2);
        reasons.put(parts[0], parts[1]);
      }
    }
    return reasons;
  }

  private static Set<String> of(Path jar, String under, String suffix) throws IOException {
    Set<String> fields = new TreeSet<>();
    try (JarFile file = new JarFile(jar.toFile())) {
      for (var entry : file.stream().toList()) {
        String name = entry.getName();
        if (name.startsWith(under)
            && name.endsWith(suffix)
            // Engine of the engine: not ours.
            && !name.contains("/engine/bytebuddy/")
            // Of the library, which has them too; never run there.
            && !name.contains("/engine/weave/")
            && !name.contains("/engine/check/")) {
          new ClassReader(file.getInputStream(entry)).accept(new Fields(fields), 0);
        }
      }
    }
    return fields;
  }

  private static final class Fields extends ClassVisitor {
    private final Set<String> fields;
    private String type;
    private boolean isEnum;

    private Fields(Set<String> fields) {
      super(Opcodes.ASM9);
      this.fields = fields;
    }

    @Override
    public void visit(
        int version, int access, String name, String generic, String parent, String[] all) {
      type = name.substring(name.lastIndexOf('/') + 1);
      isEnum = (access & Opcodes.ACC_ENUM) != 0;
    }

    @Override
    public FieldVisitor visitField(
        int access, String name, String descriptor, String generic, Object value) {
      boolean isFinal = (access & Opcodes.ACC_FINAL) != 0;
      boolean isStatic = (access & Opcodes.ACC_STATIC) != 0;
      boolean isVolatile = (access & Opcodes.ACC_VOLATILE) != 0;
      boolean counts =
          isStatic ? !isFinal || !isHarmless(name, descriptor, access) : !isFinal && !isVolatile;
      if (counts) {
        fields.add(type + "." + name);
      }
      return null;
    }

    private boolean isHarmless(String name, String descriptor, int access) {
      return descriptor.length() == 1
          || HARMLESS.contains(descriptor)
          || (access & (Opcodes.ACC_ENUM | Opcodes.ACC_SYNTHETIC)) != 0
          || (isEnum && name.equals("$VALUES"));
    }
  }
}
