package kamon.instrumentation.kafka.internal.unsampled;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Constructor;
import java.util.regex.Pattern;
import kamon.Kamon$;
import kamon.status.BuildInfo;
import kamon.trace.Sampler;
import kamon.trace.Span;
import kamon.trace.Trace;
import kamon.trace.Tracer;
import scala.Function1;
import scala.Option;

/**
 * What is used of Kamon's tracer though it is not promised: read in the sources of 2.2 to 2.7,
 * where Scala 2 has a method each and Scala 3 a field. Where one is missing, or Kamon is another,
 * nothing of this package is used.
 */
final class KamonTracer {
  private static final Pattern KNOWN = Pattern.compile("2\\.[2-7]\\..*");

  // Constants, so that the compiler sees through them.
  private static final MethodHandle SCHEDULER = find("scheduler");
  private static final MethodHandle SAMPLER = find("sampler");
  private static final MethodHandle WHEN_FINISHED = find("onSpanFinish");
  private static final Constructor<?> FINISHED = finished();
  private static final boolean COUNTS_FAILURES = hasSpanFailed();

  private KamonTracer() {}

  /** Why the tracer cannot be used; null when it can. */
  static String problem() {
    String version = BuildInfo.version();
    if (!KNOWN.matcher(version).matches()) {
      return "Kamon " + version + " is not one of 2.2 to 2.7";
    }
    return WHEN_FINISHED == null || SAMPLER == null || FINISHED == null
        ? "the tracer of Kamon " + version + " is not the known one"
        : null;
  }

  /** Whether spans are made: without a scheduler, Kamon 2.4 and later makes empty ones. */
  static boolean isRunning() throws Throwable {
    if (SCHEDULER == null) {
      return true; // 2.2 always does
    }
    Object scheduler = (Object) SCHEDULER.invokeExact(tracer());
    return ((Option<?>) scheduler).isDefined();
  }

  static Sampler sampler() throws Throwable {
    Object sampler = (Object) SAMPLER.invokeExact(tracer());
    return (Sampler) sampler;
  }

  /** Reports a span as if it had been one of the tracer's; parameters are those of its class. */
  @SuppressWarnings("unchecked")
  static void report(Object... parameters) throws Throwable {
    Object finished = FINISHED.newInstance(parameters);
    Object whenFinished = (Object) WHEN_FINISHED.invokeExact(tracer());
    ((Function1<Object, Object>) whenFinished).apply(finished);
  }

  /** Whether traces count their failed spans, as from 2.4 on. */
  static boolean countsFailures() {
    return COUNTS_FAILURES;
  }

  private static Tracer tracer() {
    return Kamon$.MODULE$.tracer();
  }

  private static MethodHandle find(String name) {
    String accessor = "kamon$trace$Tracer$$_" + name;
    MethodHandles.Lookup lookup = MethodHandles.publicLookup();
    MethodType type = MethodType.methodType(Object.class, Tracer.class);
    try {
      return lookup.unreflect(Tracer.class.getMethod(accessor)).asType(type);
    } catch (ReflectiveOperationException e) {
      return field(lookup, accessor, type);
    }
  }

  private static MethodHandle field(MethodHandles.Lookup lookup, String name, MethodType type) {
    try {
      return lookup.unreflectGetter(Tracer.class.getField(name)).asType(type);
    } catch (ReflectiveOperationException e) {
      return null;
    }
  }

  private static boolean hasSpanFailed() {
    try {
      return Trace.class.getMethod("spanFailed") != null;
    } catch (NoSuchMethodException e) {
      return false;
    }
  }

  /** Its lists are of another type with Scala 2.11 and 2.12. */
  private static Constructor<?> finished() {
    for (Constructor<?> constructor : Span.Finished.class.getConstructors()) {
      if (constructor.getParameterCount() == 14) {
        return constructor;
      }
    }
    return null;
  }
}
