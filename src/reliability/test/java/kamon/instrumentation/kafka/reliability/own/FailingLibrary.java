package kamon.instrumentation.kafka.reliability.own;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.zip.ZipEntry;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/** A copy of the library in which each static method that woven code calls can be made to throw. */
final class FailingLibrary {
  private static final String OURS = "kamon/instrumentation/kafka/";
  private static final String WEAVE = OURS + "internal/weave/";

  /** By class, methods as "name" and descriptor. */
  private final TreeMap<String, Set<String>> called = new TreeMap<>();

  /** Reads what advice calls, and what copied methods do, from their bytecode. */
  FailingLibrary(Path library, Path copy) throws IOException {
    try (JarFile jar = new JarFile(library.toFile());
        JarOutputStream out = new JarOutputStream(Files.newOutputStream(copy))) {
      for (var entry : jar.stream().toList()) {
        String name = entry.getName();
        if (name.startsWith(WEAVE) && name.matches(".*(Advice|Mixin)\\.class")) {
          new ClassReader(jar.getInputStream(entry)).accept(new Calls(), 0);
        }
      }
      for (var entry : jar.stream().toList()) {
        byte[] bytes = jar.getInputStream(entry).readAllBytes();
        String type = entry.getName().replaceFirst("\\.class$", "");
        out.putNextEntry(new ZipEntry(entry.getName()));
        out.write(called.containsKey(type) ? failing(type, bytes) : bytes);
      }
    }
  }

  /** As "Class.method". */
  Set<String> methods() {
    Set<String> names = new TreeSet<>();
    called.forEach((type, methods) -> methods.forEach(method -> names.add(name(type, method))));
    return names;
  }

  private static String name(String type, String method) {
    return type.substring(type.lastIndexOf('/') + 1) + "." + method.replaceFirst("\\(.*", "");
  }

  private byte[] failing(String type, byte[] bytes) {
    ClassReader reader = new ClassReader(bytes);
    ClassWriter writer = new ClassWriter(reader, ClassWriter.COMPUTE_MAXS);
    reader.accept(
        new ClassVisitor(Opcodes.ASM9, writer) {
          @Override
          public MethodVisitor visitMethod(
              int access, String name, String descriptor, String generic, String[] thrown) {
            MethodVisitor next = super.visitMethod(access, name, descriptor, generic, thrown);
            return called.get(type).contains(name + descriptor)
                ? new Failing(next, name(type, name + descriptor))
                : next;
          }
        },
        0);
    return writer.toByteArray();
  }

  private static final class Failing extends MethodVisitor {
    private final String name;

    private Failing(MethodVisitor next, String name) {
      super(Opcodes.ASM9, next);
      this.name = name;
    }

    @Override
    public void visitCode() {
      super.visitCode();
      visitLdcInsn(name);
      visitMethodInsn(
          Opcodes.INVOKESTATIC,
          Type.getInternalName(Faults.class),
          "at",
          "(Ljava/lang/String;)V",
          false);
    }
  }

  private final class Calls extends ClassVisitor {
    private Calls() {
      super(Opcodes.ASM9);
    }

    @Override
    public MethodVisitor visitMethod(
        int access, String name, String descriptor, String generic, String[] thrown) {
      return new MethodVisitor(Opcodes.ASM9) {
        @Override
        public void visitMethodInsn(
            int opcode, String owner, String method, String type, boolean isInterface) {
          if (opcode == Opcodes.INVOKESTATIC && owner.startsWith(OURS)) {
            called.computeIfAbsent(owner, each -> new TreeSet<>()).add(method + type);
          }
        }
      };
    }
  }
}
