package kamon.instrumentation.kafka.agent.engine;

import static net.bytebuddy.matcher.ElementMatchers.isConstructor;
import static net.bytebuddy.matcher.ElementMatchers.named;
import static net.bytebuddy.matcher.ElementMatchers.takesArgument;
import static net.bytebuddy.matcher.ElementMatchers.takesArguments;

import kamon.instrumentation.kafka.hooks.Hook;
import kamon.instrumentation.kafka.hooks.Hooks;
import net.bytebuddy.ByteBuddy;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.description.method.MethodDescription;
import net.bytebuddy.description.modifier.FieldManifestation;
import net.bytebuddy.description.modifier.Visibility;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.dynamic.ClassFileLocator;
import net.bytebuddy.dynamic.DynamicType;
import net.bytebuddy.dynamic.scaffold.MethodGraph;
import net.bytebuddy.dynamic.scaffold.TypeValidation;
import net.bytebuddy.implementation.FieldAccessor;
import net.bytebuddy.implementation.Implementation;
import net.bytebuddy.matcher.ElementMatcher;
import net.bytebuddy.pool.TypePool;

/** Changes one class file as its hook says. Thread-safe. */
final class Weaver {
  private static final String ATTACHMENT = "kamonAttachment";

  private final ByteBuddy byteBuddy =
      new ByteBuddy()
          .with(TypeValidation.DISABLED)
          // Only what the class itself declares is read or changed: its supertypes stay unloaded.
          .with(MethodGraph.Compiler.ForDeclaredMethods.INSTANCE)
          .with(Implementation.Context.Disabled.Factory.INSTANCE);
  private final ClassFileLocator adviceClasses;

  Weaver(ClassLoader engine) {
    adviceClasses = ClassFileLocator.ForClassLoader.of(engine);
  }

  /**
   * The changed class file.
   *
   * @param adviceOnly the class is loaded already, without our field
   */
  byte[] weave(Hook hook, ClassLoader loader, byte[] classFile, boolean adviceOnly) {
    ClassFileLocator locator =
        new ClassFileLocator.Compound(
            ClassFileLocator.Simple.of(hook.type(), classFile),
            ClassFileLocator.ForClassLoader.of(loader));
    TypePool types = TypePool.Default.of(locator);
    TypeDescription type = types.describe(hook.type()).resolve();
    DynamicType.Builder<?> builder = byteBuddy.redefine(type, locator);
    if (!adviceOnly) {
      builder = attach(builder, types.describe(Hooks.ATTACHED).resolve());
    }
    // Advice is ours, what it mentions is Kafka's and the library's.
    TypePool advice = TypePool.Default.of(new ClassFileLocator.Compound(adviceClasses, locator));
    for (Hook.Advised advised : hook.advised()) {
      TypeDescription adviceType = advice.describe(advised.advice()).resolve();
      builder =
          builder.visit(
              Advice.withCustomMapping().to(adviceType, adviceClasses).on(matcher(advised)));
    }
    return builder.make().getBytes();
  }

  private static DynamicType.Builder<?> attach(
      DynamicType.Builder<?> builder, TypeDescription attached) {
    return builder
        .implement(attached)
        .defineField(ATTACHMENT, Object.class, Visibility.PRIVATE, FieldManifestation.PLAIN)
        .defineMethod(ATTACHMENT, Object.class, Visibility.PUBLIC)
        .intercept(FieldAccessor.ofField(ATTACHMENT))
        .defineMethod(ATTACHMENT, void.class, Visibility.PUBLIC)
        .withParameters(Object.class)
        .intercept(FieldAccessor.ofField(ATTACHMENT));
  }

  static ElementMatcher.Junction<MethodDescription> matcher(Hook.Advised advised) {
    ElementMatcher.Junction<MethodDescription> method =
        advised.method().equals("<init>") ? isConstructor() : named(advised.method());
    method = method.and(takesArguments(advised.parameters().size()));
    for (int i = 0; i < advised.parameters().size(); i++) {
      method = method.and(takesArgument(i, named(advised.parameters().get(i))));
    }
    return method;
  }
}
