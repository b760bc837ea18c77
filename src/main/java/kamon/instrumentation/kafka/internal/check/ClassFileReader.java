package kamon.instrumentation.kafka.internal.check;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import kamon.instrumentation.kafka.internal.weave.Hook;
import kanela.agent.libs.net.bytebuddy.jar.asm.ClassReader;
import kanela.agent.libs.net.bytebuddy.jar.asm.ClassVisitor;
import kanela.agent.libs.net.bytebuddy.jar.asm.FieldVisitor;
import kanela.agent.libs.net.bytebuddy.jar.asm.MethodVisitor;
import kanela.agent.libs.net.bytebuddy.jar.asm.Opcodes;
import kanela.agent.libs.net.bytebuddy.jar.asm.Type;

/** The members that a class file declares. */
final class ClassFileReader extends ClassVisitor {
  private final Map<String, Object> constants = new HashMap<>();
  private final Set<Call> publicMethods = new HashSet<>();
  private final Set<String> methods = new HashSet<>();
  private final Set<String> members = new HashSet<>();
  private String name;
  private String parent;
  private boolean isPublic;

  private ClassFileReader() {
    super(Opcodes.ASM9);
  }

  static ClassFileReader of(byte[] classFile) {
    ClassFileReader reader = new ClassFileReader();
    new ClassReader(classFile)
        .accept(reader, ClassReader.SKIP_CODE | ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
    return reader;
  }

  /** The value of a constant; null when there is none, or it is no int. */
  Integer constant(String field) {
    Object value = constants.get(field);
    return value instanceof Integer ? (Integer) value : null;
  }

  /** Whether the class and the method are public, and the method is static where it must be. */
  boolean hasPublic(Call call) {
    return isPublic && publicMethods.contains(call);
  }

  boolean has(Hook.Advised advised) {
    return methods.contains(signature(advised.method(), advised.parameters()));
  }

  /**
   * Whether it declares a field of that name, a method of that name and descriptor, or, with {@code
   * ()} alone, a method without parameters.
   */
  boolean declares(String member) {
    return members.contains(member);
  }

  /** Its superclass, with slashes. */
  String parent() {
    return parent;
  }

  @Override
  public void visit(
      int version, int access, String name, String generic, String parent, String[] interfaces) {
    this.name = name;
    this.parent = parent;
    isPublic = isPublic(access);
  }

  @Override
  public FieldVisitor visitField(
      int access, String name, String descriptor, String signature, Object value) {
    constants.put(name, value);
    members.add(name);
    return null;
  }

  @Override
  public MethodVisitor visitMethod(
      int access, String method, String descriptor, String signature, String[] exceptions) {
    List<String> parameters = new ArrayList<>();
    for (Type parameter : Type.getArgumentTypes(descriptor)) {
      parameters.add(parameter.getClassName());
    }
    methods.add(signature(method, parameters));
    if (parameters.isEmpty()) {
      members.add(method + "()");
    }
    members.add(method + descriptor);
    if (isPublic(access)) {
      boolean isStatic = (access & Opcodes.ACC_STATIC) != 0;
      publicMethods.add(new Call(name, method, descriptor, isStatic));
    }
    return null;
  }

  private static boolean isPublic(int access) {
    return (access & Opcodes.ACC_PUBLIC) != 0;
  }

  private static String signature(String method, List<String> parameters) {
    return method + parameters;
  }
}
