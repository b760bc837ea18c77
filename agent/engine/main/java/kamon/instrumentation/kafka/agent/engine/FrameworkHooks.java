package kamon.instrumentation.kafka.agent.engine;

import java.io.IOException;
import java.security.CodeSource;
import java.security.ProtectionDomain;
import java.util.Collections;
import java.util.Map;
import java.util.WeakHashMap;
import kamon.instrumentation.kafka.internal.check.Framework;
import kamon.instrumentation.kafka.internal.check.FrameworkBindings;
import kamon.instrumentation.kafka.internal.weave.Hook;

/** Decides, for each loader with a framework in it, whether its hooks bind, and says so once. */
final class FrameworkHooks {
  private final Framework framework;
  private final Map<ClassLoader, Boolean> decided =
      Collections.synchronizedMap(new WeakHashMap<>());
  private final EngineLog log;

  FrameworkHooks(Framework framework, EngineLog log) {
    this.framework = framework;
    this.log = log;
  }

  boolean have(Hook hook) {
    return framework.hooks().contains(hook);
  }

  boolean weaves(ClassLoader loader, ProtectionDomain domain) {
    Boolean known = decided.get(loader);
    if (known != null) {
      return known;
    }
    CodeSource source = domain == null ? null : domain.getCodeSource();
    boolean whole = false;
    String line = null;
    try {
      FrameworkBindings bindings =
          framework.bindings(source == null ? null : source.getLocation(), loader);
      whole = bindings != null && bindings.isWhole();
      line = bindings == null ? null : bindings.line();
    } catch (IOException e) {
      line = framework.title() + " is not traced, its classes cannot be read: " + e;
    }
    // Another thread may be here for the same loader: only the first of them speaks.
    if (decided.putIfAbsent(loader, whole) == null && line != null) {
      if (whole) {
        log.info(line);
      } else {
        log.warn(line);
      }
    }
    return whole;
  }
}
