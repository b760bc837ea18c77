package kamon.instrumentation.kafka.agent.engine;

import java.util.Arrays;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.utility.OpenedClassReader;

/** Makes a class implement an interface, by the methods of another class, as Kanela does. */
final class CopiedMethods extends ClassVisitor {
  private final String implemented;
  private final byte[] from;

  /**
   * A visitor.
   *
   * @param implemented name of the interface, with slashes
   * @param from a class whose methods use nothing of that class
   */
  CopiedMethods(ClassVisitor next, String implemented, byte[] from) {
    super(OpenedClassReader.ASM_API, next);
    this.implemented = implemented;
    this.from = from;
  }

  @Override
  public void visit(
      int version, int access, String name, String generic, String parent, String[] interfaces) {
    String[] all = Arrays.copyOf(interfaces, interfaces.length + 1);
    all[interfaces.length] = implemented;
    String signature = generic == null ? null : generic + "L" + implemented + ";";
    super.visit(version, access, name, signature, parent, all);
  }

  @Override
  public void visitEnd() {
    OpenedClassReader.of(from).accept(new Copy(), ClassReader.SKIP_DEBUG);
    super.visitEnd();
  }

  /** Hands the methods on, but for the constructor. */
  private final class Copy extends ClassVisitor {
    private Copy() {
      super(OpenedClassReader.ASM_API);
    }

    @Override
    public MethodVisitor visitMethod(
        int access, String name, String descriptor, String generic, String[] thrown) {
      return name.startsWith("<")
          ? null
          : CopiedMethods.this.visitMethod(
              access | Opcodes.ACC_SYNTHETIC, name, descriptor, generic, thrown);
    }
  }
}
