package kamon.instrumentation.kafka.internal.check;

import java.util.Set;
import kanela.agent.libs.net.bytebuddy.jar.asm.ClassVisitor;
import kanela.agent.libs.net.bytebuddy.jar.asm.MethodVisitor;
import kanela.agent.libs.net.bytebuddy.jar.asm.Opcodes;

/** Collects what the methods of an advice class or a mixin call of the library. */
final class CallCollector extends ClassVisitor {
  private final Set<Call> calls;

  CallCollector(Set<Call> calls) {
    super(Opcodes.ASM9);
    this.calls = calls;
  }

  @Override
  public MethodVisitor visitMethod(
      int access, String name, String descriptor, String signature, String[] exceptions) {
    if (name.equals("<init>")) {
      return null; // It is not woven in.
    }
    return new MethodVisitor(Opcodes.ASM9) {
      @Override
      public void visitMethodInsn(
          int opcode, String owner, String called, String type, boolean isInterface) {
        if (owner.startsWith(WovenClass.LIBRARY)) {
          calls.add(Call.of(opcode, owner, called, type));
        }
      }
    };
  }
}
