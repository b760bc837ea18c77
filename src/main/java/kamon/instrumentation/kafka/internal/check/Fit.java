package kamon.instrumentation.kafka.internal.check;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import kamon.instrumentation.kafka.internal.weave.Abi;
import kamon.instrumentation.kafka.internal.weave.Hook;
import kamon.instrumentation.kafka.internal.weave.Hooks;
import kanela.agent.libs.net.bytebuddy.jar.asm.ClassReader;

/**
 * Whether the library that woven code will call is the one that the engine was built with. Asked
 * before anything is woven: afterwards each send would swallow a linkage error.
 */
public final class Fit {
  /** Of the library, as the engine sees it. */
  public enum Age {
    OLDER,
    SAME,
    NEWER
  }

  private static final String PACKAGE = WovenClass.LIBRARY.replace('/', '.');

  private final ClassFiles library;
  private final Age age;
  private final String missing;

  private Fit(ClassFiles library, Age age, String missing) {
    this.library = library;
    this.age = age;
    this.missing = missing;
  }

  /**
   * Compares.
   *
   * @param kafka Kafka's loader, which finds the library
   * @param engine the loader of the engine, which has the advice
   */
  public static Fit of(ClassLoader kafka, ClassLoader engine) throws IOException {
    ClassFiles library = ClassFiles.around(kafka, Hooks.ATTACHED);
    byte[] abi = library.read(PACKAGE + "Abi");
    Integer number = abi == null ? null : ClassFileReader.of(abi).constant("NUMBER");
    if (number == null || number < Abi.NUMBER) {
      return new Fit(library, Age.OLDER, null); // The first library had no number.
    }
    return new Fit(
        library, number > Abi.NUMBER ? Age.NEWER : Age.SAME, missing(kafka, calls(engine)));
  }

  public boolean isGood() {
    return age == Age.SAME && missing == null;
  }

  public Age age() {
    return age;
  }

  /** What woven code would call in vain, or null. */
  public String missing() {
    return missing;
  }

  /** The library's release. */
  public String version() {
    return Versions.library(library);
  }

  /** Where each loader looks first: with two libraries on a class path, a mixture of both. */
  private static String missing(ClassLoader kafka, Set<Call> calls) throws IOException {
    Map<String, ClassFileReader> classes = new LinkedHashMap<>();
    for (Call call : calls) {
      ClassFileReader owner = classes.get(call.owner());
      if (owner == null) {
        byte[] classFile = ClassFiles.read(kafka, call.owner());
        if (classFile == null) {
          return call.owner();
        }
        owner = ClassFileReader.of(classFile);
        classes.put(call.owner(), owner);
      }
      if (!owner.hasPublic(call)) {
        return call.toString();
      }
    }
    return null;
  }

  /** All calls of the library in all that is woven in. */
  private static Set<Call> calls(ClassLoader engine) throws IOException {
    Set<String> advice = new LinkedHashSet<>();
    for (List<Hook> hooks : Hooks.groups()) {
      for (Hook hook : hooks) {
        hook.advised().forEach(advised -> advice.add(advised.advice()));
        if (hook.mixin() != null) {
          advice.add(hook.mixin().methods());
        }
      }
    }
    Set<Call> calls = new LinkedHashSet<>();
    for (String name : advice) {
      new ClassReader(ClassFiles.read(engine, name))
          .accept(new CallCollector(calls), ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
    }
    return calls;
  }
}
