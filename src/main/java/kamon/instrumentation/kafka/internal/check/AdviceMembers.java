package kamon.instrumentation.kafka.internal.check;

import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.Set;
import kamon.instrumentation.kafka.internal.weave.Hook;
import kanela.agent.libs.net.bytebuddy.jar.asm.AnnotationVisitor;
import kanela.agent.libs.net.bytebuddy.jar.asm.ClassReader;
import kanela.agent.libs.net.bytebuddy.jar.asm.ClassVisitor;
import kanela.agent.libs.net.bytebuddy.jar.asm.MethodVisitor;
import kanela.agent.libs.net.bytebuddy.jar.asm.Opcodes;

/** What advice itself reads and calls of a framework, besides the method that it is woven into. */
final class AdviceMembers extends ClassVisitor {
  private static final String FRAMEWORK = "org.apache.kafka.streams.".replace('.', '/');
  private static final String FIELD = "Advice$FieldValue;";

  private final ClassFiles framework;
  private final Hook hook;
  private final Set<String> missing = new LinkedHashSet<>();
  private IOException unreadable;

  private AdviceMembers(ClassFiles framework, Hook hook) {
    super(Opcodes.ASM9);
    this.framework = framework;
    this.hook = hook;
  }

  /** Those that are not there. */
  static Set<String> missing(ClassFiles framework, Hook hook, Hook.Advised advised)
      throws IOException {
    AdviceMembers members = new AdviceMembers(framework, hook);
    new ClassReader(ClassFiles.read(AdviceMembers.class.getClassLoader(), advised.advice()))
        .accept(members, ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
    if (members.unreadable != null) {
      throw members.unreadable;
    }
    return members.missing;
  }

  private void look(String owner, String member) {
    if (!owner.startsWith(FRAMEWORK)) {
      return;
    }
    try {
      for (String type = owner; type != null; ) {
        byte[] classFile = framework.read(type.replace('/', '.'));
        ClassFileReader reader = classFile == null ? null : ClassFileReader.of(classFile);
        if (reader != null && reader.declares(member)) {
          return;
        }
        type = reader == null ? null : reader.parent();
      }
    } catch (IOException e) {
      unreadable = e;
    }
    missing.add(owner.substring(owner.lastIndexOf('/') + 1) + "." + member);
  }

  @Override
  public MethodVisitor visitMethod(
      int access, String name, String descriptor, String signature, String[] exceptions) {
    return new MethodVisitor(Opcodes.ASM9) {
      @Override
      public AnnotationVisitor visitParameterAnnotation(
          int parameter, String annotation, boolean visible) {
        return annotation.endsWith(FIELD) ? fieldName() : null;
      }

      @Override
      public void visitFieldInsn(int opcode, String owner, String field, String type) {
        look(owner, field);
      }

      @Override
      public void visitMethodInsn(
          int opcode, String owner, String called, String type, boolean isInterface) {
        look(owner, called + type);
      }
    };
  }

  private AnnotationVisitor fieldName() {
    return new AnnotationVisitor(Opcodes.ASM9) {
      @Override
      public void visit(String name, Object value) {
        look(hook.type().replace('.', '/'), (String) value);
      }
    };
  }
}
