package kamon.instrumentation.kafka.internal.check;

import kanela.agent.libs.net.bytebuddy.jar.asm.Opcodes;

/** A method that woven code calls, or that a class has. */
final class Call {
  private final String owner; // with slashes
  private final String name;
  private final String descriptor;
  private final boolean isStatic;

  Call(String owner, String name, String descriptor, boolean isStatic) {
    this.owner = owner;
    this.name = name;
    this.descriptor = descriptor;
    this.isStatic = isStatic;
  }

  static Call of(int opcode, String owner, String name, String descriptor) {
    return new Call(owner, name, descriptor, opcode == Opcodes.INVOKESTATIC);
  }

  /** Name of the class. */
  String owner() {
    return owner.replace('/', '.');
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Call && other.toString().equals(toString());
  }

  @Override
  public int hashCode() {
    return toString().hashCode();
  }

  @Override
  public String toString() {
    return (isStatic ? "static " : "") + owner() + "." + name + descriptor;
  }
}
