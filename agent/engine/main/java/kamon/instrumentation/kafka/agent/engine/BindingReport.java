package kamon.instrumentation.kafka.agent.engine;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import kamon.instrumentation.kafka.internal.weave.Hook;
import kamon.instrumentation.kafka.internal.weave.Hooks;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.dynamic.ClassFileLocator;
import net.bytebuddy.pool.TypePool;

/** Which hooks bind to the Kafka of a loader, found from its class files before they are loaded. */
final class BindingReport {
  // Its first release for everybody is 4.1; the class is there from 3.9 on.
  private static final String OPTIONAL = "KafkaShareConsumer";

  private final TypePool pool;
  private final List<String> bound = new ArrayList<>();
  private final List<String> unbound = new ArrayList<>();

  BindingReport(ClassLoader loader) {
    pool =
        new TypePool.Default(
            TypePool.CacheProvider.Simple.withObjectType(),
            ClassFileLocator.ForClassLoader.of(loader),
            TypePool.Default.ReaderMode.FAST);
    for (Hook hook : Hooks.all()) {
      look(hook);
    }
  }

  private void look(Hook hook) {
    String name = hook.type().substring(hook.type().lastIndexOf('.') + 1);
    TypePool.Resolution resolution = pool.describe(hook.type());
    if (!resolution.isResolved()) {
      if (!name.equals(OPTIONAL)) {
        unbound.add(name + " (no such class)");
      }
      return;
    }
    TypeDescription type = resolution.resolve();
    if (hook.advised().isEmpty()) {
      bound.add(name);
    }
    // By advice: its methods are alternatives.
    Map<String, String> missing = new LinkedHashMap<>();
    Set<String> found = new HashSet<>();
    for (Hook.Advised advised : hook.advised()) {
      if (type.getDeclaredMethods().filter(Weaver.matcher(advised)).isEmpty()) {
        missing.putIfAbsent(advised.advice(), name + "." + signature(advised));
      } else {
        found.add(advised.advice());
        bound.add(name + (advised.method().equals("<init>") ? "" : "." + signature(advised)));
      }
    }
    missing.keySet().removeAll(found);
    unbound.addAll(missing.values());
  }

  private static String signature(Hook.Advised advised) {
    List<String> parameters = new ArrayList<>();
    for (String parameter : advised.parameters()) {
      parameters.add(parameter.substring(parameter.lastIndexOf('.') + 1));
    }
    return advised.method() + "(" + String.join(", ", parameters) + ")";
  }

  /** Says which hooks bind, and warns of those that do not. */
  void log(String kafka) {
    EngineLog.log("INFO", "instruments " + kafka + ": " + String.join(", ", bound));
    if (!unbound.isEmpty()) {
      EngineLog.log(
          "WARN",
          "finds no place for its hooks in "
              + kafka
              + ": "
              + String.join(", ", unbound)
              + ". What depends on them is not traced; look for a kamon-kafka that knows this"
              + " release");
    }
  }
}
