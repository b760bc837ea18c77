package kamon.instrumentation.kafka.agent.engine;

import java.lang.instrument.ClassFileTransformer;
import java.security.ProtectionDomain;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.WeakHashMap;
import kamon.instrumentation.kafka.internal.weave.Hook;
import kamon.instrumentation.kafka.internal.weave.Hooks;

/** Decides, for each loader with Kafka in it, whether to weave, and says so once. */
public final class KafkaTransformer implements ClassFileTransformer {
  private final Weaver weaver = new Weaver(KafkaTransformer.class.getClassLoader());
  private final Map<String, Hook> hooks = new HashMap<>();
  private final Map<ClassLoader, Boolean> woven = Collections.synchronizedMap(new WeakHashMap<>());

  public KafkaTransformer() {
    for (Hook hook : Hooks.all()) {
      hooks.put(hook.type().replace('.', '/'), hook);
    }
  }

  @Override
  public byte[] transform(
      ClassLoader loader,
      String name,
      Class<?> redefined,
      ProtectionDomain domain,
      byte[] classFile) {
    Hook hook = hooks.get(name);
    if (hook == null || !weaves(loader)) {
      return null;
    }
    return weaver.weave(hook, loader, classFile, loadedWithoutField(redefined));
  }

  /**
   * Whether a class was loaded before we came, so that it can get no field any more. One that has
   * ours gets it again, or the JVM would refuse what another agent wants to change.
   */
  private static boolean loadedWithoutField(Class<?> redefined) {
    if (redefined == null) {
      return false;
    }
    for (Class<?> implemented : redefined.getInterfaces()) {
      if (implemented.getName().equals(Hooks.ATTACHED)) {
        return false;
      }
    }
    return true;
  }

  private boolean weaves(ClassLoader loader) {
    Boolean known = woven.get(loader);
    if (known != null) {
      return known;
    }
    String missing = Visibility.missing(loader);
    // Another thread may be here for the same loader: only the first of them speaks.
    Boolean first = woven.putIfAbsent(loader, missing == null);
    if (first == null) {
      report(loader, missing);
    }
    return missing == null;
  }

  private static void report(ClassLoader loader, String missing) {
    String kafka = "kafka-clients " + KafkaVersion.of(loader);
    if (missing == null) {
      new BindingReport(loader).log(kafka);
    } else {
      EngineLog.log(
          "WARN", kafka + " in " + EngineLog.describe(loader) + " is not traced: " + missing);
    }
  }
}
