package kamon.instrumentation.kafka.internal.kanela;

import static kanela.agent.libs.net.bytebuddy.matcher.ElementMatchers.erasure;
import static kanela.agent.libs.net.bytebuddy.matcher.ElementMatchers.named;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import kamon.instrumentation.kafka.internal.weave.Hook;
import kamon.instrumentation.kafka.internal.weave.Hooks;
import kanela.agent.api.instrumentation.InstrumentationBuilder;
import kanela.agent.libs.net.bytebuddy.description.method.MethodDescription;
import kanela.agent.libs.net.bytebuddy.description.type.TypeDescription;
import kanela.agent.libs.net.bytebuddy.matcher.ElementMatcher;
import kanela.agent.libs.net.bytebuddy.matcher.ElementMatchers;

/**
 * One type in Kanela's builder. Kanela 1 and 2 return different types from onType, advise and
 * mixin, so a call compiled against one does not link against the other: reflection does for both.
 */
final class KanelaTarget {
  private final Object target;

  private KanelaTarget(Object target) {
    this.target = target;
  }

  static KanelaTarget onType(InstrumentationBuilder builder, String type)
      throws ReflectiveOperationException {
    return on(
        builder,
        ElementMatchers.<TypeDescription>named(type)
            .and(t -> isLoaded(t) || !has(t, Hooks.ATTACHED)));
  }

  /**
   * The type, where it gets an interface or has got it: nobody may add one to a loaded class, and
   * whoever transforms such a class again has to add its methods again.
   */
  static KanelaTarget onType(InstrumentationBuilder builder, String type, String added)
      throws ReflectiveOperationException {
    return on(
        builder,
        ElementMatchers.<TypeDescription>named(type).and(t -> isLoaded(t) == has(t, added)));
  }

  /** The same, but only where it gets it: it is being loaded. */
  static KanelaTarget onNewType(InstrumentationBuilder builder, String type, String added)
      throws ReflectiveOperationException {
    return on(
        builder,
        ElementMatchers.<TypeDescription>named(type).and(t -> !isLoaded(t) && !has(t, added)));
  }

  /** Only for Kamon's status page, which does not list a module without a type. */
  static void onNothing(InstrumentationBuilder builder) throws ReflectiveOperationException {
    on(builder, ElementMatchers.none());
  }

  private static KanelaTarget on(
      InstrumentationBuilder builder, ElementMatcher<TypeDescription> types)
      throws ReflectiveOperationException {
    return new KanelaTarget(
        InstrumentationBuilder.class
            .getMethod("onTypesMatching", ElementMatcher.class)
            .invoke(builder, types));
  }

  /** Of a loaded class, Kanela starts from the class file as it was before any agent. */
  private static boolean isLoaded(TypeDescription type) {
    return type instanceof TypeDescription.ForLoadedType;
  }

  /** Whether it implements an interface itself. Where a class file does, somebody has woven it. */
  private static boolean has(TypeDescription type, String name) {
    return !type.getInterfaces().filter(erasure(named(name))).isEmpty();
  }

  void advise(Hook.Advised advised) throws ReflectiveOperationException {
    ElementMatcher.Junction<MethodDescription> method =
        advised.method().equals("<init>")
            ? ElementMatchers.isConstructor()
            : ElementMatchers.named(advised.method());
    method = method.and(ElementMatchers.takesArguments(advised.parameters().size()));
    for (int i = 0; i < advised.parameters().size(); i++) {
      method =
          method.and(
              ElementMatchers.takesArgument(i, ElementMatchers.named(advised.parameters().get(i))));
    }
    call("advise", method, load(advised.advice()));
  }

  void mixin(Class<?> mixin) throws ReflectiveOperationException {
    call("mixin", mixin);
  }

  static Class<?> load(String name) throws ClassNotFoundException {
    return Class.forName(name, false, KanelaTarget.class.getClassLoader());
  }

  private void call(String name, Object... arguments) throws ReflectiveOperationException {
    for (Method method : target.getClass().getMethods()) {
      Class<?>[] types = method.getParameterTypes();
      if (method.getName().equals(name)
          && types.length == arguments.length
          && types[types.length - 1] == Class.class) {
        try {
          method.invoke(target, arguments);
          return;
        } catch (InvocationTargetException e) {
          throw new ReflectiveOperationException(name + " failed", e.getCause());
        }
      }
    }
    throw new NoSuchMethodException(target.getClass().getName() + "." + name);
  }
}
