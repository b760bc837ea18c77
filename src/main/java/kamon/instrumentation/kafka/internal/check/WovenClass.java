package kamon.instrumentation.kafka.internal.check;

import kamon.instrumentation.kafka.internal.weave.Hooks;
import kanela.agent.libs.net.bytebuddy.jar.asm.ClassReader;

/** Tells a class file that our hooks are in already, whoever wove them. */
public final class WovenClass {
  /**
   * Package of what woven code calls, as in class files. Not a constant: the agent renames those.
   */
  static final String LIBRARY =
      Hooks.ATTACHED.replace('.', '/').substring(0, Hooks.ATTACHED.lastIndexOf('.') + 1);

  private static final int CONSTANT_CLASS = 7;

  private WovenClass() {}

  /** Whether it refers to the library: its interface, or what its methods call. */
  public static boolean is(byte[] classFile) {
    ClassReader reader = new ClassReader(classFile);
    char[] buffer = new char[reader.getMaxStringLength()];
    for (int i = 1; i < reader.getItemCount(); i++) {
      int at = reader.getItem(i); // behind the tag; 0 for the second half of a long
      if (at > 0
          && reader.readByte(at - 1) == CONSTANT_CLASS
          && reader.readUTF8(at, buffer).startsWith(LIBRARY)) {
        return true;
      }
    }
    return false;
  }
}
