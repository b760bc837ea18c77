package kamon.instrumentation.kafka.compat;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import kamon.instrumentation.kafka.internal.weave.Hook;
import kamon.instrumentation.kafka.internal.weave.Hooks;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;

/** Loads every hooked class of a release, and looks at what became of it. */
final class BindingCheck {
  // Came with Kafka 3.9 and Spring Kafka 4.0; a release without it lacks nothing.
  private static final Set<String> OPTIONAL =
      Set.of(
          "org.apache.kafka.clients.consumer.KafkaShareConsumer",
          "org.springframework.kafka.listener.ShareKafkaMessageListenerContainer$ShareListenerConsumer");

  private final WovenRelease release;
  private final Set<String> bound = new LinkedHashSet<>();
  private final List<String> problems = new ArrayList<>();

  /** Those in Kafka's own classes. */
  BindingCheck(WovenRelease release) {
    this(release, Hooks.all());
  }

  BindingCheck(WovenRelease release, List<Hook> hooks) {
    this.release = release;
    for (Hook hook : hooks) {
      try {
        check(hook);
      } catch (ReflectiveOperationException | LinkageError e) {
        problem(hook, "does not link: " + e);
      }
    }
  }

  /** Hooked methods, and classes that are hooked as a whole, as Type.method(Parameter). */
  Set<String> bound() {
    return bound;
  }

  /** Everything that is not as it must be: type and reason. */
  List<String> problems() {
    return problems;
  }

  private void problem(Hook hook, String reason) {
    problems.add(hook.type() + ": " + reason);
  }

  private void check(Hook hook) throws ReflectiveOperationException {
    if (hook.since() != null && release.original(hook.since()) == null) {
      return;
    }
    byte[] original = release.original(hook.type());
    if (original == null) {
      if (!OPTIONAL.contains(hook.type())) {
        problem(hook, "no such class");
      }
      return;
    }
    // Links the class too, and with it verifies its code.
    Class<?> loaded = Class.forName(hook.type(), true, release);
    byte[] woven = release.woven(hook.type());
    if (woven == null) {
      problem(hook, "not woven; the agent has printed why");
      return;
    }
    Class<?> attached = release.loadClass(Hooks.ATTACHED);
    if (attached.isAssignableFrom(loaded) != hook.isAttached()) {
      problem(
          hook, (hook.isAttached() ? "does not implement " : "implements ") + attached.getName());
    }
    ClassNode before = ClassFiles.read(original);
    ClassNode after = ClassFiles.read(woven);
    Set<String> hooked = checkMethods(hook, loaded, before, after);
    if (hook.isAttached() && !ClassFiles.removeAttachment(after)) {
      problem(hook, "has not the one field and two methods of " + attached.getName());
    }
    String difference = ClassFiles.difference(before, after, hooked);
    if (difference != null) {
      problem(hook, "more changed than the hook: " + difference);
    }
  }

  private Set<String> checkMethods(Hook hook, Class<?> loaded, ClassNode before, ClassNode after)
      throws ReflectiveOperationException {
    String simpleName = loaded.getSimpleName();
    Set<String> hooked = new HashSet<>();
    for (Hook.Advised advised : hook.advised()) {
      if (ClassFiles.find(before, advised).isPresent()) {
        MethodNode method = ClassFiles.find(after, advised).orElseThrow();
        hooked.add(method.name + method.desc);
        bound.add(simpleName + "." + signature(advised));
        checkInlined(hook, advised, method);
        for (MethodInsnNode call : ClassFiles.callsOfOurs(method)) {
          resolve(hook, loaded, call);
        }
        for (String missing : new AdviceMembers(release).missing(advised)) {
          problem(hook, "the advice needs " + missing);
        }
      }
    }
    if (hook.advised().isEmpty()) {
      bound.add(simpleName);
    }
    hook.advised().stream()
        .collect(groupingBy(Hook.Advised::advice, LinkedHashMap::new, toList()))
        .values()
        .forEach(
            alternatives -> {
              if (alternatives.stream().noneMatch(a -> ClassFiles.find(before, a).isPresent())) {
                problem(
                    hook,
                    "none of its methods is there: "
                        + alternatives.stream().map(BindingCheck::signature).toList());
              }
            });
    return hooked;
  }

  /** Each call of the library that the advice makes is in the method now. */
  private void checkInlined(Hook hook, Hook.Advised advised, MethodNode method) {
    Set<String> calls = new HashSet<>();
    ClassFiles.callsOfOurs(method).forEach(call -> calls.add(ClassFiles.text(call)));
    for (MethodNode advice : ClassFiles.read(release.original(advised.advice())).methods) {
      for (MethodInsnNode call : ClassFiles.callsOfOurs(advice)) {
        if (!calls.contains(ClassFiles.text(call))) {
          problem(hook, signature(advised) + " does not call " + ClassFiles.text(call));
        }
      }
    }
  }

  /** As the JVM will, when the call is first made: with the class loader and rights of Kafka. */
  private void resolve(Hook hook, Class<?> loaded, MethodInsnNode call)
      throws IllegalAccessException {
    MethodHandles.Lookup kafka = MethodHandles.privateLookupIn(loaded, MethodHandles.lookup());
    try {
      Class<?> owner = release.loadClass(call.owner.replace('/', '.'));
      MethodType type = MethodType.fromMethodDescriptorString(call.desc, release);
      if (call.getOpcode() == Opcodes.INVOKESTATIC) {
        kafka.findStatic(owner, call.name, type);
      } else {
        kafka.findVirtual(owner, call.name, type);
      }
    } catch (ReflectiveOperationException | TypeNotPresentException | LinkageError e) {
      problem(hook, "cannot call " + ClassFiles.text(call) + ": " + e);
    }
  }

  private static String signature(Hook.Advised advised) {
    List<String> parameters =
        advised.parameters().stream().map(type -> type.replaceFirst(".*\\.", "")).toList();
    return advised.method() + "(" + String.join(", ", parameters) + ")";
  }
}
