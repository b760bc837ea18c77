package kamon.instrumentation.kafka.internal.weave;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/** One class and what is woven into it. Plain Java: engines of both kinds read it. */
public final class Hook {
  private final String type;
  private final boolean attached;
  private final List<Advised> advised;
  private final Mixin mixin;
  private final List<List<String>> needed;
  private final String since;

  private Hook(
      String type,
      boolean attached,
      List<Advised> advised,
      Mixin mixin,
      List<List<String>> needed,
      String since) {
    this.type = type;
    this.attached = attached;
    this.advised = advised;
    this.mixin = mixin;
    this.needed = needed;
    this.since = since;
  }

  /** A class that becomes {@link Attached}. */
  static Hook attached(String type, Advised... advised) {
    return of(type, true, advised);
  }

  /** A class that has nothing to keep for us. */
  static Hook advised(String type, Advised... advised) {
    return of(type, false, advised);
  }

  private static Hook of(String type, boolean attached, Advised... advised) {
    return new Hook(
        type,
        attached,
        Collections.unmodifiableList(Arrays.asList(advised)),
        null,
        Collections.emptyList(),
        null);
  }

  /** The same, with an interface where that is there. */
  Hook with(Mixin other) {
    return new Hook(type, attached, advised, other, needed, since);
  }

  /**
   * The same, with what the hook needs besides: a field or a method without parameters, as {@code
   * Type#field} or {@code Type#method()}.
   *
   * @param alternatives of which each release has one
   */
  Hook needing(String... alternatives) {
    List<List<String>> all = new ArrayList<>(needed);
    all.add(Collections.unmodifiableList(Arrays.asList(alternatives)));
    return new Hook(type, attached, advised, mixin, Collections.unmodifiableList(all), since);
  }

  /**
   * The same, for releases that have another class, too: in those before there is no such place.
   */
  Hook since(String other) {
    return new Hook(type, attached, advised, mixin, needed, other);
  }

  /** Name of the class. */
  public String type() {
    return type;
  }

  /** Whether it also becomes {@link Attached}. */
  public boolean isAttached() {
    return attached;
  }

  /**
   * Methods with advice. Those of one advice are alternatives, of which each Kafka release has one
   * or more; none at all means that the hook does not bind.
   */
  public List<Advised> advised() {
    return advised;
  }

  /** Name of a class without which there is nothing to hook into; null for any release. */
  public String since() {
    return since;
  }

  /** What else is mixed in; null for nothing. */
  public Mixin mixin() {
    return mixin;
  }

  /** What must be there besides: of each list, one. */
  public List<List<String>> needed() {
    return needed;
  }

  /** An interface that only some applications have. */
  public static final class Mixin {
    private final String implemented;
    private final String methods;

    Mixin(String implemented, String methods) {
      this.implemented = implemented;
      this.methods = methods;
    }

    /** Name of the interface. */
    public String implemented() {
      return implemented;
    }

    /** Name of the class that has the methods, which are copied. */
    public String methods() {
      return methods;
    }
  }

  /** One method, by name and parameter types, and the class of its advice. */
  public static final class Advised {
    private final String method;
    private final List<String> parameters;
    private final String advice;

    Advised(String advice, String method, String... parameters) {
      this.advice = advice;
      this.method = method;
      this.parameters = Collections.unmodifiableList(Arrays.asList(parameters));
    }

    /** Name of the method; {@code <init>} for a constructor. */
    public String method() {
      return method;
    }

    /** Names of the parameters' types as in source code. */
    public List<String> parameters() {
      return parameters;
    }

    /** Name of the advice class, which is read as bytes and never loaded. */
    public String advice() {
      return advice;
    }
  }
}
