package kamon.instrumentation.kafka.compat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.instrument.ClassFileTransformer;
import java.nio.file.Path;
import java.util.List;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.tree.ClassNode;

/** A release that nobody knows: one of its classes has a member by another name. */
final class RenamedMember extends WovenRelease {
  private final String file;
  private final String member;

  RenamedMember(
      ClassFileTransformer transformer, List<Path> classPath, String className, String member) {
    super(transformer, classPath);
    this.file = className.replace('.', '/') + ".class";
    this.member = member;
  }

  @Override
  public InputStream getResourceAsStream(String name) {
    InputStream original = super.getResourceAsStream(name);
    try {
      return name.equals(file)
          ? new ByteArrayInputStream(renamed(original.readAllBytes()))
          : original;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private byte[] renamed(byte[] classFile) {
    ClassNode type = ClassFiles.read(classFile);
    type.methods.stream()
        .filter(method -> method.name.equals(member))
        .forEach(method -> method.name = "renamed");
    type.fields.stream()
        .filter(field -> field.name.equals(member))
        .forEach(field -> field.name = "renamed");
    ClassWriter writer = new ClassWriter(0);
    type.accept(writer);
    return writer.toByteArray();
  }
}
