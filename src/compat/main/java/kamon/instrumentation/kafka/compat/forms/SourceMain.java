package kamon.instrumentation.kafka.compat.forms;

import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.Arrays;
import kamon.instrumentation.kafka.compat.program.KamonLife;

/** Compiles an application of one source with what is on the class path, and runs it. */
public final class SourceMain {
  private SourceMain() {}

  /**
   * Arguments: name of the language, source, directory for its classes, name of the class whose
   * static method "run" takes what follows, as strings.
   */
  public static void main(String... args) throws Exception {
    Thread.setDefaultUncaughtExceptionHandler(
        (thread, failure) -> {
          failure.printStackTrace();
          System.exit(1); // Kamon's threads would keep a failed JVM for ever
        });
    Path classes = Paths.get(args[2]);
    if (!Compilers.compile(Language.valueOf(args[0]), Paths.get(args[1]), classes, args[3])) {
      throw new IllegalStateException("does not compile");
    }
    KamonLife.begin();
    Object[] rest = Arrays.copyOfRange(args, 4, args.length);
    Class<?>[] types = new Class<?>[rest.length];
    Arrays.fill(types, String.class);
    try (URLClassLoader loader = new URLClassLoader(new URL[] {classes.toUri().toURL()})) {
      loader.loadClass(args[3]).getMethod("run", types).invoke(null, rest);
    }
    KamonLife.end();
  }
}
