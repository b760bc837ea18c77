package kamon.instrumentation.kafka.compat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import kamon.instrumentation.kafka.internal.weave.Hook;
import kamon.instrumentation.kafka.internal.weave.Hooks;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.util.TraceClassVisitor;

/** Reads class files. */
final class ClassFiles {
  private static final String OURS = "kamon/instrumentation/kafka/";
  private static final String ATTACHED = Hooks.ATTACHED.replace('.', '/');
  private static final String ATTACHMENT = "kamonAttachment";

  private ClassFiles() {}

  /** With expanded frames, which are the same however they were packed. */
  static ClassNode read(byte[] classFile) {
    ClassNode node = new ClassNode();
    new ClassReader(classFile).accept(node, ClassReader.EXPAND_FRAMES);
    return node;
  }

  /** The method that the hook is for, if the class has it. */
  static Optional<MethodNode> find(ClassNode type, Hook.Advised advised) {
    return type.methods.stream()
        .filter(method -> method.name.equals(advised.method()))
        .filter(
            method ->
                Stream.of(Type.getArgumentTypes(method.desc))
                    .map(Type::getClassName)
                    .toList()
                    .equals(advised.parameters()))
        .findFirst();
  }

  /** Calls of the library's methods. */
  static List<MethodInsnNode> callsOfOurs(MethodNode method) {
    return StreamSupport.stream(method.instructions.spliterator(), false)
        .filter(MethodInsnNode.class::isInstance)
        .map(MethodInsnNode.class::cast)
        .filter(call -> call.owner.startsWith(OURS))
        .toList();
  }

  static String text(MethodInsnNode call) {
    return call.owner.replace('/', '.') + "." + call.name + call.desc;
  }

  /**
   * Takes away what every hook adds: the interface, its two methods and their field.
   *
   * @return whether all of it was there
   */
  static boolean removeAttachment(ClassNode woven) {
    int fields = woven.fields.size();
    int methods = woven.methods.size();
    woven.fields.removeIf(field -> field.name.equals(ATTACHMENT));
    woven.methods.removeIf(method -> method.name.equals(ATTACHMENT));
    if (woven.signature != null) {
      woven.signature = woven.signature.replace("L" + ATTACHED + ";", "");
    }
    return woven.interfaces.remove(ATTACHED)
        && woven.fields.size() == fields - 1
        && woven.methods.size() == methods - 2;
  }

  /**
   * The first line in which two classes differ, or null: everything in their class files counts,
   * except the code of some methods.
   *
   * @param methods names and descriptors of the methods whose code may differ
   */
  static String difference(ClassNode one, ClassNode other, Set<String> methods) {
    List<String> lines = text(one, methods);
    List<String> otherLines = text(other, methods);
    for (int i = 0; i < Math.max(lines.size(), otherLines.size()); i++) {
      String line = i < lines.size() ? lines.get(i) : "nothing";
      String otherLine = i < otherLines.size() ? otherLines.get(i) : "nothing";
      if (!line.equals(otherLine)) {
        return "\"" + line.strip() + "\" became \"" + otherLine.strip() + "\"";
      }
    }
    return null;
  }

  private static List<String> text(ClassNode type, Set<String> withoutCode) {
    for (MethodNode method : type.methods) {
      if (withoutCode.contains(method.name + method.desc)) {
        method.instructions.clear();
        method.tryCatchBlocks.clear();
        method.localVariables = new ArrayList<>();
        method.maxStack = 0;
        method.maxLocals = 0;
      }
    }
    StringWriter text = new StringWriter();
    type.accept(new TraceClassVisitor(new PrintWriter(text)));
    return text.toString().lines().toList();
  }
}
