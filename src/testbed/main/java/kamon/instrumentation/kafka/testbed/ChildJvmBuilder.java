package kamon.instrumentation.kafka.testbed;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Describes a JVM to start. Everything but the class path has a sensible default: the Java
 * installation of this JVM, no arguments, its environment without the variables that add JVM
 * options.
 */
public final class ChildJvmBuilder {

  private final List<String> target;
  private final List<String> through = new ArrayList<>();
  private final List<String> jvmArgs = new ArrayList<>();
  private final List<String> args = new ArrayList<>();
  private final Map<String, String> environment = new HashMap<>();
  private Predicate<String> shown = line -> false;
  private Path javaHome = Path.of(System.getProperty("java.home"));

  ChildJvmBuilder(List<String> target) {
    this.target = target;
  }

  /** The installation to run, for example from {@link Jdks#find}. */
  public ChildJvmBuilder javaHome(Path javaHome) {
    this.javaHome = javaHome;
    return this;
  }

  /** Adds JVM options. */
  public ChildJvmBuilder jvmArgs(String... jvmArgs) {
    this.jvmArgs.addAll(List.of(jvmArgs));
    return this;
  }

  /** Replaces the class path. It goes through the environment, so its length does not matter. */
  public ChildJvmBuilder classPath(String classPath) {
    return env("CLASSPATH", classPath);
  }

  /** Sets an environment variable. */
  public ChildJvmBuilder env(String name, String value) {
    environment.put(name, value);
    return this;
  }

  /** Adds arguments for the main method. */
  public ChildJvmBuilder args(String... args) {
    this.args.addAll(List.of(args));
    return this;
  }

  /**
   * Has another program start the JVM, which is to become it: the JVM's command line is what the
   * program's own ends with.
   */
  public ChildJvmBuilder through(String... command) {
    through.addAll(List.of(command));
    return this;
  }

  /** Prints some of its lines here too, as they come: long runs want to be watched. */
  public ChildJvmBuilder show(Predicate<String> shown) {
    this.shown = shown;
    return this;
  }

  public ChildJvm start() {
    List<String> command = new ArrayList<>(through);
    command.add(Jdks.launcher(javaHome).toString());
    command.addAll(jvmArgs);
    command.addAll(target);
    command.addAll(args);
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().keySet().removeAll(Jdks.OPTION_VARIABLES);
    builder.environment().putAll(environment);
    try {
      return new ChildJvm(builder.start(), shown);
    } catch (IOException e) {
      throw new UncheckedIOException("Could not start " + command, e);
    }
  }
}
