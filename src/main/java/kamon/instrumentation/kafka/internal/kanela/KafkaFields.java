package kamon.instrumentation.kafka.internal.kanela;

import java.util.List;
import kamon.instrumentation.kafka.internal.weave.AttachedMixin;
import kamon.instrumentation.kafka.internal.weave.Hook;
import kamon.instrumentation.kafka.internal.weave.Hooks;
import kanela.agent.api.instrumentation.InstrumentationBuilder;

/**
 * Kanela module: the fields and interfaces of all hooks, where Kanela comes to a running JVM. A
 * module that changes loaded classes can add neither then, and one that can changes none of those.
 */
public final class KafkaFields extends InstrumentationBuilder {

  public KafkaFields() throws ReflectiveOperationException {
    if (Decision.weaves() && Decision.isLate()) {
      add(this);
    }
  }

  /** For the classes that are loaded from now on. */
  static void add(InstrumentationBuilder builder) throws ReflectiveOperationException {
    add(builder, Hooks.all());
    add(builder, Hooks.ofOldApi());
  }

  private static void add(InstrumentationBuilder builder, List<Hook> hooks)
      throws ReflectiveOperationException {
    for (Hook hook : hooks) {
      if (hook.isAttached()) {
        add(builder, hook.type(), Hooks.ATTACHED, AttachedMixin.class);
      }
      Hook.Mixin mixin = hook.mixin();
      if (mixin != null && isThere(mixin.implemented())) {
        add(builder, hook.type(), mixin.implemented(), KanelaTarget.load(mixin.methods()));
      }
    }
  }

  /**
   * When a loaded class is transformed again, Kanela starts from its file and adds the interfaces
   * and fields that the class has: what a mixin has of these would be there twice.
   */
  private static void add(
      InstrumentationBuilder builder, String type, String implemented, Class<?> mixin)
      throws ReflectiveOperationException {
    KanelaTarget.onNewType(builder, type, implemented).mixin(mixin.getSuperclass());
    KanelaTarget.onType(builder, type, implemented).mixin(mixin);
  }

  private static boolean isThere(String name) {
    try {
      Class.forName(name, false, KafkaFields.class.getClassLoader());
      return true;
    } catch (ClassNotFoundException | LinkageError e) {
      return false;
    }
  }
}
