package kamon.instrumentation.kafka.compat.forms;

import java.io.File;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Objects;
import javax.tools.ToolProvider;

/** The compilers, which are on the class path of the JVM that compiles with them. */
final class Compilers {
  private static final String CLASS_PATH = System.getProperty("java.class.path");

  private Compilers() {}

  /**
   * Compiles one source. What the compiler says goes to standard error.
   *
   * @return whether there is a class
   */
  static boolean compile(Language language, Path source, Path classes, String className)
      throws ReflectiveOperationException {
    String out = classes.toString();
    String in = source.toString();
    switch (language) {
      case JAVAC_8:
      case JAVAC_17:
        Objects.requireNonNull(ToolProvider.getSystemJavaCompiler(), "needs a JDK")
            .run(null, null, null, java(language, out, in));
        break;
      case ECLIPSE_8:
      case ECLIPSE_17:
        eclipse(java(language, out, in));
        break;
      case SCALA_2_12:
      case SCALA_2_13:
        invoke(null, "scala.tools.nsc.Main", "process", "-cp", CLASS_PATH, "-d", out, in);
        break;
      case SCALA_3:
        String[] args = {"-color:never", "-cp", CLASS_PATH, "-d", out, in};
        invoke(null, "dotty.tools.dotc.Main", "process", args);
        break;
      case KOTLIN:
        kotlin("-no-stdlib", "-no-reflect", "-nowarn", "-cp", CLASS_PATH, "-d", out, in);
        break;
      case GROOVY:
      case GROOVY_STATIC:
        groovy("--classpath", CLASS_PATH, "-d", out, in);
        break;
    }
    return new File(classes.toFile(), className.replace('.', '/') + ".class").exists();
  }

  private static String[] java(Language language, String out, String in) {
    String release = language.name().endsWith("_8") ? "8" : "17";
    return new String[] {"--release", release, "-nowarn", "-cp", CLASS_PATH, "-d", out, in};
  }

  /** Not by its javax.tools.Tool, which ends the JVM. */
  private static void eclipse(String... args) throws ReflectiveOperationException {
    Class<?> progress = Class.forName("org.eclipse.jdt.core.compiler.CompilationProgress");
    PrintWriter err =
        new PrintWriter(new OutputStreamWriter(System.err, StandardCharsets.UTF_8), true);
    Class.forName("org.eclipse.jdt.core.compiler.batch.BatchCompiler")
        .getMethod("compile", String[].class, PrintWriter.class, PrintWriter.class, progress)
        .invoke(null, args, err, err, null);
  }

  private static void kotlin(String... args) throws ReflectiveOperationException {
    Object compiler = create("org.jetbrains.kotlin.cli.jvm.K2JVMCompiler");
    compiler
        .getClass()
        .getMethod("exec", PrintStream.class, String[].class)
        .invoke(compiler, System.err, args);
  }

  private static void groovy(String... args) throws ReflectiveOperationException {
    try {
      invoke(null, "org.codehaus.groovy.tools.FileSystemCompiler", "commandLineCompile", args);
    } catch (java.lang.reflect.InvocationTargetException e) {
      System.err.println(e.getCause());
    }
  }

  private static Object create(String name) throws ReflectiveOperationException {
    return Class.forName(name).getConstructor().newInstance();
  }

  private static void invoke(Object target, String type, String method, String... args)
      throws ReflectiveOperationException {
    Class.forName(type).getMethod(method, String[].class).invoke(target, (Object) args);
  }
}
