package kamon.instrumentation.kafka.compat;

import java.util.ArrayList;
import java.util.List;
import kamon.instrumentation.kafka.internal.weave.Hook;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;

/** What advice itself calls and reads of the framework that it is woven into. */
final class AdviceMembers {
  private static final String FRAMEWORK = "org/apache/kafka/streams/";

  private final WovenRelease release;

  AdviceMembers(WovenRelease release) {
    this.release = release;
  }

  /** What of it the release does not have. */
  List<String> missing(Hook.Advised advised) {
    List<String> missing = new ArrayList<>();
    for (MethodNode method : ClassFiles.read(release.original(advised.advice())).methods) {
      for (AbstractInsnNode instruction : method.instructions) {
        if (instruction instanceof MethodInsnNode call
            && call.owner.startsWith(FRAMEWORK)
            && !hasMethod(call.owner, call.name + call.desc)) {
          missing.add(call.owner + "." + call.name + call.desc);
        }
        if (instruction instanceof FieldInsnNode field
            && field.owner.startsWith(FRAMEWORK)
            && !hasField(field.owner, field.name + field.desc)) {
          missing.add(field.owner + "." + field.name);
        }
      }
    }
    return missing;
  }

  private boolean hasMethod(String owner, String signature) {
    ClassNode type = type(owner);
    return type != null
        && (type.methods.stream().anyMatch(method -> (method.name + method.desc).equals(signature))
            || hasMethod(type.superName, signature));
  }

  private boolean hasField(String owner, String signature) {
    ClassNode type = type(owner);
    return type != null
        && (type.fields.stream().anyMatch(field -> (field.name + field.desc).equals(signature))
            || hasField(type.superName, signature));
  }

  private ClassNode type(String name) {
    byte[] classFile = name == null ? null : release.original(name.replace('/', '.'));
    return classFile == null ? null : ClassFiles.read(classFile);
  }
}
