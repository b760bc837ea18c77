package kamon.instrumentation.kafka.agent.engine;

import java.util.Arrays;
import kamon.instrumentation.kafka.internal.weave.Hooks;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.utility.OpenedClassReader;

/**
 * Makes a class implement the library's Attached, as its AttachedMixin does for Kanela. What it
 * adds is synthetic: libraries that compare or print objects by reflection leave such members out.
 */
final class AttachedField extends ClassVisitor {
  private static final String NAME = "kamonAttachment";
  private static final String OBJECT = "Ljava/lang/Object;";

  private static final int FIELD =
      Opcodes.ACC_PRIVATE | Opcodes.ACC_TRANSIENT | Opcodes.ACC_SYNTHETIC;
  private static final int METHOD = Opcodes.ACC_PUBLIC | Opcodes.ACC_SYNTHETIC;

  private final String owner;

  AttachedField(ClassVisitor next, String owner) {
    super(OpenedClassReader.ASM_API, next);
    this.owner = owner;
  }

  @Override
  public void visit(
      int version, int access, String name, String generic, String parent, String[] interfaces) {
    String attached = Hooks.ATTACHED.replace('.', '/');
    String[] all = Arrays.copyOf(interfaces, interfaces.length + 1);
    all[interfaces.length] = attached;
    String signature = generic == null ? null : generic + "L" + attached + ";";
    super.visit(version, access, name, signature, parent, all);
  }

  @Override
  public void visitEnd() {
    visitField(FIELD, NAME, OBJECT, null, null).visitEnd();
    getter();
    setter();
    super.visitEnd();
  }

  private void getter() {
    MethodVisitor code = visitMethod(METHOD, NAME, "()" + OBJECT, null, null);
    code.visitCode();
    code.visitVarInsn(Opcodes.ALOAD, 0);
    code.visitFieldInsn(Opcodes.GETFIELD, owner, NAME, OBJECT);
    code.visitInsn(Opcodes.ARETURN);
    code.visitMaxs(1, 1);
    code.visitEnd();
  }

  private void setter() {
    MethodVisitor code = visitMethod(METHOD, NAME, "(" + OBJECT + ")V", null, null);
    code.visitCode();
    code.visitVarInsn(Opcodes.ALOAD, 0);
    code.visitVarInsn(Opcodes.ALOAD, 1);
    code.visitFieldInsn(Opcodes.PUTFIELD, owner, NAME, OBJECT);
    code.visitInsn(Opcodes.RETURN);
    code.visitMaxs(2, 2);
    code.visitEnd();
  }
}
