package kamon.instrumentation.kafka.compat;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import org.codehaus.mojo.animal_sniffer.SignatureChecker;
import org.codehaus.mojo.animal_sniffer.logging.PrintWriterLogger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.Opcodes;

/** The shipped jars, the engine within the agent's included, are for Java 8. */
class BytecodeIT {
  private static final Path JAVA_8 = Path.of("target", "java8.signature");
  // The folder of the agent's jar, and the ending of its classes there.
  private static final String ENGINE = "engine/";
  private static final String ENGINE_CLASS = ".classdata";

  private static final Set<String> UNCHECKED =
      Set.of(
          // Not the JDK's; Byte Buddy can use JNA.
          "kamon.*",
          "org.apache.kafka.*",
          "org.apache.pekko.*",
          "org.slf4j.*",
          "com.typesafe.*",
          "scala.*",
          "kanela.*",
          "com.sun.jna.*",
          "kotlin.*",
          "kotlinx.*",
          "akka.*",
          // Its methods take any arguments, which no signature can say.
          "java.lang.invoke.MethodHandle");

  @TempDir Path directory;

  @Test
  void library_is_java_8_bytecode_and_uses_only_what_java_8_has() throws IOException {
    assertThat(problems(Jars.LIBRARY)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"scala-2.12", "scala-2.13", "scala-3", "kotlin"})
  void facades_are_java_8_bytecode_and_use_only_what_java_8_has(String language)
      throws IOException {
    assertThat(problems(Path.of(System.getProperty("facade." + language + ".jar")))).isEmpty();
  }

  @Test
  void agent_is_java_8_bytecode_and_uses_only_what_java_8_has() throws IOException {
    assertThat(problems(Jars.AGENT)).isEmpty();
  }

  @Test
  void engine_is_java_8_bytecode_and_uses_only_what_java_8_has() throws IOException {
    Path engine = directory.resolve("engine.jar");
    try (JarFile agent = new JarFile(Jars.AGENT.toFile());
        JarOutputStream classes = new JarOutputStream(Files.newOutputStream(engine))) {
      for (JarEntry entry : agent.stream().filter(BytecodeIT::isOfEngine).toList()) {
        String name = entry.getName().replace(ENGINE_CLASS, ".class");
        classes.putNextEntry(new JarEntry(name.substring(ENGINE.length())));
        try (InputStream in = agent.getInputStream(entry)) {
          in.transferTo(classes);
        }
      }
    }
    try (JarFile classes = new JarFile(engine.toFile())) {
      assertThat(classes.size()).isGreaterThan(1000); // with Byte Buddy
    }
    assertThat(problems(engine)).isEmpty();
  }

  private static boolean isOfEngine(JarEntry entry) {
    return entry.getName().startsWith(ENGINE) && entry.getName().endsWith(ENGINE_CLASS);
  }

  @Test
  void newer_bytecode_and_newer_methods_are_noticed() throws IOException {
    assertThat(problems(Jars.TESTBED))
        .anyMatch(problem -> problem.contains("ChildJvm.class has version 61"))
        .anyMatch(problem -> problem.contains("java.nio.file.Path.of"));
  }

  private static List<String> problems(Path jar) throws IOException {
    List<String> problems = new ArrayList<>();
    try (JarFile file = new JarFile(jar.toFile())) {
      for (JarEntry entry :
          file.stream().filter(one -> one.getName().endsWith(".class")).toList()) {
        try (InputStream in = file.getInputStream(entry)) {
          int version = new ClassReader(in).readUnsignedShort(6);
          if (version > Opcodes.V1_8) {
            problems.add(entry.getName() + " has version " + version);
          }
        }
      }
    }
    ByteArrayOutputStream log = new ByteArrayOutputStream();
    try (InputStream signature = Files.newInputStream(JAVA_8)) {
      SignatureChecker checker =
          new SignatureChecker(
              signature,
              UNCHECKED,
              new PrintWriterLogger(new PrintStream(log, true, StandardCharsets.UTF_8)));
      checker.setSourcePath(List.of());
      checker.process(jar.toFile());
      if (checker.isSignatureBroken()) {
        problems.addAll(log.toString(StandardCharsets.UTF_8).lines().toList());
      }
    }
    return problems;
  }
}
