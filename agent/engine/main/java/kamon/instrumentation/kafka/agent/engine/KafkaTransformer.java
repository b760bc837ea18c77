package kamon.instrumentation.kafka.agent.engine;

import java.io.IOException;
import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.security.CodeSource;
import java.security.ProtectionDomain;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.WeakHashMap;
import kamon.instrumentation.kafka.internal.check.Bindings;
import kamon.instrumentation.kafka.internal.check.ClassFiles;
import kamon.instrumentation.kafka.internal.check.Framework;
import kamon.instrumentation.kafka.internal.check.Versions;
import kamon.instrumentation.kafka.internal.check.WovenClass;
import kamon.instrumentation.kafka.internal.weave.Hook;
import kamon.instrumentation.kafka.internal.weave.Hooks;

/** Decides, for each loader with Kafka in it, whether to weave, and says so once. */
public final class KafkaTransformer implements ClassFileTransformer {
  private final Weaver weaver = new Weaver(KafkaTransformer.class.getClassLoader());
  private final Map<String, Hook> hooks = new HashMap<>();
  private final Map<ClassLoader, Boolean> woven = Collections.synchronizedMap(new WeakHashMap<>());
  private final Requirements requirements;
  private final List<FrameworkHooks> frameworks = new ArrayList<>();
  private final EngineLog log;

  /**
   * Called by the agent, which cannot see this class.
   *
   * @param quiet no lines but warnings
   */
  public KafkaTransformer(Instrumentation instrumentation, boolean quiet) {
    Hooks.groups().forEach(group -> group.forEach(this::add));
    requirements = new Requirements(instrumentation, EngineLog::describe);
    log = new EngineLog(quiet);
    for (Framework framework : Framework.values()) {
      frameworks.add(new FrameworkHooks(framework, log));
    }
  }

  private void add(Hook hook) {
    hooks.put(hook.type().replace('.', '/'), hook);
  }

  @Override
  public byte[] transform(
      ClassLoader loader,
      String name,
      Class<?> redefined,
      ProtectionDomain domain,
      byte[] classFile) {
    Hook hook = hooks.get(name);
    // Woven by whom ever, whatever they have agreed on: twice would be a ClassFormatError.
    if (hook == null || WovenClass.is(classFile) || !weaves(loader, hook, domain)) {
      return null;
    }
    for (FrameworkHooks framework : frameworks) {
      if (framework.have(hook) && !framework.weaves(loader, domain)) {
        return null;
      }
    }
    return weaver.weave(hook, loader, classFile, redefined);
  }

  private boolean weaves(ClassLoader loader, Hook hook, ProtectionDomain domain) {
    Boolean known = woven.get(loader);
    if (known != null) {
      return known;
    }
    String missing = requirements.missing(loader);
    if (!hook.isAttached()) { // not Kafka itself, which has the word
      return missing == null;
    }
    // Another thread may be here for the same loader: only the first of them speaks.
    Boolean first = woven.putIfAbsent(loader, missing == null);
    if (first == null) {
      report(loader, hook, domain == null ? null : domain.getCodeSource(), missing);
    }
    return missing == null;
  }

  /** To what Kamon.init() warns of where there is no bundle. */
  private static String answer(ClassLoader loader) {
    return loader.getResource("kamon/runtime/Attacher.class") != null
        ? ""
        : ". Kamon.init() may warn that the Kamon Bundle is missing: Kafka does not need it";
  }

  private void report(ClassLoader loader, Hook hook, CodeSource source, String missing) {
    try {
      ClassFiles kafka =
          ClassFiles.at(source == null ? null : source.getLocation(), loader, hook.type());
      String release = "kafka-clients " + Versions.kafka(kafka);
      if (missing != null) {
        log.warn(release + " in " + EngineLog.describe(loader) + " is not traced: " + missing);
        return;
      }
      Bindings bindings = new Bindings(kafka);
      log.info("instruments " + release + ": " + bindings.bound() + answer(loader));
      if (bindings.warning(release) != null) {
        log.warn(bindings.warning(release));
      }
    } catch (IOException e) {
      log.warn("cannot say which hooks bind: " + e);
    }
  }
}
